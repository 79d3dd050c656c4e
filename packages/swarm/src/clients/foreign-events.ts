import type { SwarmEventBody } from '@seedbed/events';
import type { ClientState } from './client.ts';

/** Makes events of what a client says of itself, a few times a second. Whom it got a piece from it does not say. */
export class ForeignEvents {
  readonly #pieces: number;
  readonly #had: Set<number>;
  #isComplete: boolean;

  /** @param pieces of the torrent; @param have whether it has all of them at the start */
  constructor(pieces: number, have: boolean) {
    this.#pieces = pieces;
    this.#isComplete = have;
    this.#had = new Set(have ? Array.from({ length: pieces }, (_, piece) => piece) : []);
  }

  /** Pieces that it has. */
  get have(): number {
    return this.#had.size;
  }

  /** What has come about since it was looked at last. */
  look({ have, isComplete, uploaded, downloaded }: ClientState): SwarmEventBody[] {
    const events: SwarmEventBody[] = [];
    for (let piece = 0; piece < this.#pieces; piece += 1) {
      const isThere = isComplete || ((have[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0;
      if (!isThere || this.#had.has(piece)) continue;
      this.#had.add(piece);
      events.push({ type: 'piece', piece, have: this.#had.size, sources: [] });
    }
    if (isComplete && !this.#isComplete) {
      this.#isComplete = true;
      events.push({ type: 'completed', downloaded, uploaded, wasted: 0, sources: [] });
    }
    return events;
  }
}
