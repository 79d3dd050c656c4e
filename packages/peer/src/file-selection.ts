import { Bitfield, type Geometry, type Metainfo } from '@seedbed/protocol';

/** Which files of a torrent are to be fetched, and the pieces that they lie in. */
export class FileSelection {
  /** Pieces that hold bytes of them. Read only. */
  readonly pieces: Bitfield;
  /** Bytes of them. */
  readonly length: number;
  /** How many they are; padding is no file. */
  readonly count: number;
  /** Every file of the torrent. */
  readonly isAll: boolean;
  readonly #files: ReadonlySet<number>;
  /** Of pieces that hold bytes of other files too, how many. */
  readonly #surplus: ReadonlyMap<number, number>;

  /**
   * @param files indices in `metainfo.files`; all without it
   * @throws RangeError when there is no such file
   */
  constructor({ files, geometry }: Pick<Metainfo, 'files' | 'geometry'>, selected?: Iterable<number>) {
    const stored = files.flatMap(({ padding }, file) => (padding ? [] : [file]));
    this.#files = new Set(selected ?? stored);
    for (const file of this.#files) {
      if (files[file]?.padding !== false) throw new RangeError(`There is no file ${file} of ${files.length}`);
    }
    this.count = this.#files.size;
    this.isAll = this.count === stored.length;
    if (this.isAll) {
      this.pieces = Bitfield.full(geometry.pieceCount);
      this.length = geometry.totalLength;
      this.#surplus = new Map();
      return;
    }
    const chosen = files.filter((_, file) => this.#files.has(file));
    this.pieces = new Bitfield(geometry.pieceCount);
    this.length = chosen.reduce((sum, { length }) => sum + length, 0);
    this.#surplus = takePieces(chosen, geometry, this.pieces);
  }

  has(file: number): boolean {
    return this.#files.has(file);
  }

  /** Whether every piece of them is there. */
  isThere(have: Bitfield): boolean {
    return !this.pieces.hasAnyNotIn(have);
  }

  /** The pieces that need no room on the disk: those that are there, and those that nobody wants. */
  settled(have: Bitfield): Bitfield {
    const settled = have.copy();
    for (const piece of Bitfield.full(have.length).piecesNotIn(this.pieces)) settled.set(piece);
    return settled;
  }

  /** Bytes of them that are missing. @param inPieces bytes of all their pieces that are missing */
  left(inPieces: number, have: Bitfield): number {
    let left = inPieces;
    for (const [piece, bytes] of this.#surplus) if (!have.has(piece)) left -= bytes;
    return left;
  }
}

/** Marks the pieces of some files. Answers of each piece at an edge how many bytes are not theirs, if any. */
function takePieces(
  files: readonly { readonly offset: number; readonly length: number }[],
  geometry: Geometry,
  pieces: Bitfield,
): Map<number, number> {
  const surplus = new Map<number, number>();
  for (const { offset, length } of files) {
    if (length === 0) continue;
    const end = offset + length;
    const first = Math.floor(offset / geometry.pieceLength);
    const last = Math.floor((end - 1) / geometry.pieceLength);
    for (let piece = first; piece <= last; piece++) pieces.set(piece);
    for (const piece of new Set([first, last])) {
      const begin = geometry.pieceOffset(piece);
      const size = geometry.pieceSize(piece);
      const bytes = Math.min(end, begin + size) - Math.max(offset, begin);
      surplus.set(piece, (surplus.get(piece) ?? size) - bytes);
    }
  }
  for (const [piece, bytes] of surplus) if (bytes === 0) surplus.delete(piece);
  return surplus;
}
