import { Bitfield, type Geometry } from '@seedbed/protocol';
import type { FileSelection } from './file-selection.ts';
import type { KnownContent } from './io/storage/known-content.ts';

/** What the last look at the content of a torrent has found, also where it can't be used as it is. */
export class SeenContent {
  readonly #geometry: Geometry;
  readonly #selection: FileSelection;
  #have: Bitfield;
  #left: number;
  /** What a next look need not hash. */
  known: KnownContent | undefined;

  constructor(geometry: Geometry, selection: FileSelection) {
    this.#geometry = geometry;
    this.#selection = selection;
    this.#have = new Bitfield(geometry.pieceCount);
    this.#left = this.#missing();
  }

  /** Pieces that are verified; an active torrent adds to them. Read only. */
  get have(): Bitfield {
    return this.#have;
  }

  /** Bytes of the wanted pieces that were missing at `see`. */
  get left(): number {
    return this.#left;
  }

  /** These pieces are there. */
  see(have: Bitfield): void {
    this.#have = have;
    this.#left = this.#missing();
  }

  /** It could not even be looked at: nothing counts as verified. */
  loseSight(): void {
    this.see(new Bitfield(this.#geometry.pieceCount));
  }

  #missing(): number {
    const missing = this.#selection.pieces.piecesNotIn(this.#have);
    return missing.reduce((sum, piece) => sum + this.#geometry.pieceSize(piece), 0);
  }
}
