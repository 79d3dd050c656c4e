import type { FramedSpan } from './framed-span.ts';

/** A span, or the reading of it. */
export type CachedSpan = FramedSpan | Promise<FramedSpan>;

/**
 * What was read from the disk for peers, for all torrents of a daemon, up to a number of bytes: peers ask for the blocks
 * of a piece one after the other, and several peers for the same pieces. The least recently used goes first.
 */
export class SpanCache {
  readonly #limit: number;
  readonly #spans = new Map<string, CachedSpan>();
  #size = 0;

  /** @param limit bytes; spans in use may hold more memory for a moment */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that are kept. */
  get size(): number {
    return this.#size;
  }

  /** The span of this key, read now if it is not there. Whoever asks for it while it is read shares the reading. */
  get(key: string, read: () => Promise<FramedSpan>): CachedSpan {
    const known = this.#spans.get(key);
    if (known !== undefined) {
      this.#spans.delete(key);
      this.#spans.set(key, known);
      return known;
    }
    const reading = this.#read(key, read);
    this.#spans.set(key, reading);
    return reading;
  }

  /** Forgets every span whose key begins so. */
  forget(prefix: string): void {
    for (const key of this.#spans.keys()) if (key.startsWith(prefix)) this.#drop(key);
  }

  async #read(key: string, read: () => Promise<FramedSpan>): Promise<FramedSpan> {
    try {
      const span = await read();
      // Not if it was forgotten while it was read.
      if (this.#spans.has(key)) this.#keep(key, span);
      return span;
    } catch (error) {
      this.#spans.delete(key);
      throw error;
    }
  }

  #keep(key: string, span: FramedSpan): void {
    this.#spans.set(key, span);
    this.#size += span.size;
    for (const oldest of this.#spans.keys()) {
      if (this.#size <= this.#limit) return;
      if (!(this.#spans.get(oldest) instanceof Promise)) this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const span = this.#spans.get(key);
    this.#spans.delete(key);
    if (span !== undefined && !(span instanceof Promise)) this.#size -= span.size;
  }
}
