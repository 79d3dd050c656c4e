import type { Bitfield } from '@seedbed/protocol';

/** For each piece how many peers that are there hold it. */
export class Availability {
  readonly copies: Uint16Array;

  constructor(pieces: number) {
    this.copies = new Uint16Array(pieces);
  }

  /** Somebody came with these pieces. */
  add(have: Bitfield): void {
    this.#count(have, 1);
  }

  /** Somebody who had these pieces is gone. */
  remove(have: Bitfield): void {
    this.#count(have, -1);
  }

  /** Somebody who is there got one more. */
  addPiece(piece: number): void {
    this.copies[piece] = (this.copies[piece] ?? 0) + 1;
  }

  #count(have: Bitfield, by: 1 | -1): void {
    for (let piece = 0; piece < this.copies.length; piece += 1) {
      if (have.has(piece)) this.copies[piece] = (this.copies[piece] ?? 0) + by;
    }
  }
}
