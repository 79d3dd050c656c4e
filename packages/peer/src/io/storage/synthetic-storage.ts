import { equalBytes, type Geometry } from '@seedbed/protocol';
import type { ContentStorage } from './content-storage.ts';
import type { GeneratedContent } from './generated-content.ts';

/** Content that is kept nowhere: each byte follows from its place. Only what arrived wrong is remembered, to be hashed. */
export class SyntheticStorage implements ContentStorage {
  readonly #geometry: Geometry;
  readonly #content: GeneratedContent;
  /** Parts of unfinished pieces that were written and are not the content's, by their offset. */
  readonly #wrong = new Map<number, Uint8Array>();

  constructor(geometry: Geometry, content: GeneratedContent) {
    this.#geometry = geometry;
    this.#content = content;
  }

  async read(offset: number, views: readonly Uint8Array[]): Promise<void> {
    this.#content.read(offset, views);
    if (this.#wrong.size > 0) this.#overlay(offset, views);
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    // A piece is written whole when its hash was right.
    if (bytes.length === this.#geometry.pieceSize(Math.floor(offset / this.#geometry.pieceLength))) return;
    const right = new Uint8Array(bytes.length);
    this.#content.read(offset, [right]);
    if (equalBytes(bytes, right)) this.#wrong.delete(offset);
    else this.#wrong.set(offset, new Uint8Array(bytes));
  }

  reservedBytes(): number {
    return Number.POSITIVE_INFINITY;
  }

  async finish(): Promise<void> {}

  close(): void {
    this.#wrong.clear();
  }

  #overlay(offset: number, views: readonly Uint8Array[]): void {
    let at = offset;
    for (const view of views) {
      for (const [begin, bytes] of this.#wrong) {
        const from = Math.max(at, begin);
        const to = Math.min(at + view.length, begin + bytes.length);
        if (from < to) view.set(bytes.subarray(from - begin, to - begin), from - at);
      }
      at += view.length;
    }
  }
}
