import type { Bitfield, Geometry, TorrentFile } from '@seedbed/protocol';

/** A part of the torrent's bytes. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

/** Bytes at the beginning of a file that have their place on the disk already. */
export type ReservedBytes = (file: number) => number;

/**
 * The parts of the content for which the disk has to be asked for room: what belongs to a piece that is not there, and has
 * no place yet. In order, none longer than `step` bytes.
 */
export function* unreservedParts(
  files: readonly TorrentFile[],
  geometry: Geometry,
  have: Bitfield,
  reserved: ReservedBytes,
  step: number,
): Generator<Part> {
  for (const [index, { offset, length, padding }] of files.entries()) {
    if (padding) continue;
    const end = offset + length;
    for (let at = offset + Math.min(length, reserved(index)); at < end; ) {
      const piece = Math.floor(at / geometry.pieceLength);
      const pieceEnd = Math.min(end, geometry.pieceOffset(piece) + geometry.pieceSize(piece));
      if (have.has(piece)) at = pieceEnd;
      else {
        const to = Math.min(at + step, endOfMissing(geometry, have, piece, end));
        yield { offset: at, length: to - at };
        at = to;
      }
    }
  }
}

/** Where the row of missing pieces that begins with this one ends, at most `end`. */
function endOfMissing(geometry: Geometry, have: Bitfield, first: number, end: number): number {
  let at = geometry.pieceOffset(first);
  for (let piece = first; piece < geometry.pieceCount && at < end && !have.has(piece); piece++) {
    at += geometry.pieceSize(piece);
  }
  return Math.min(at, end);
}
