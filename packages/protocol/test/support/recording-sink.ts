import type { PeerMessage, WireSink } from '@seedbed/protocol';

/** What a decoder found, payload put together again so that it does not matter how it was cut. */
export type Recorded =
  | PeerMessage
  | { readonly type: 'block'; readonly piece: number; readonly begin: number; readonly data: number[] };

/** Keeps everything and checks the order in which a sink may be called. */
export class RecordingSink implements WireSink {
  readonly found: Recorded[] = [];
  /** Called after each call, to stop a decoder from inside. */
  onCall: () => void = () => {};
  #block: { piece: number; begin: number; length: number; data: number[] } | undefined;

  message(message: PeerMessage): void {
    if (this.#block) throw new Error('a message inside a block');
    this.found.push(message);
    this.onCall();
  }

  blockStart(piece: number, begin: number, length: number): void {
    if (this.#block) throw new Error('a block inside a block');
    this.#block = { piece, begin, length, data: [] };
    this.onCall();
  }

  blockData(data: Uint8Array, offset: number): void {
    const block = this.#block;
    if (!block || offset !== block.data.length || data.length === 0) throw new Error('data out of place');
    block.data.push(...data);
    this.onCall();
  }

  blockEnd(): void {
    const block = this.#block;
    if (block?.data.length !== block?.length || !block) throw new Error('a block that is not whole');
    this.found.push({ type: 'block', piece: block.piece, begin: block.begin, data: block.data });
    this.#block = undefined;
    this.onCall();
  }
}
