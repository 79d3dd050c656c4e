import { Geometry } from '../geometry.ts';
import type { Fields } from './fields.ts';
import type { TorrentFile } from './metainfo.ts';
import { MetainfoError } from './metainfo-error.ts';
import type { Warnings } from './warnings.ts';

/** Bytes of a SHA-1. */
export const HASH_LENGTH = 20;
/** Bytes; a little above what libtorrent accepts, and a piece has to fit into memory. */
export const MAX_PIECE_LENGTH: number = 2 ** 29;

/** How the files fall into pieces, and the hash of each piece. */
export function parsePieces(
  info: Fields,
  files: readonly TorrentFile[],
  warnings: Warnings,
): { geometry: Geometry; pieceHashes: Uint8Array } {
  const totalLength = files.reduce((sum, file) => sum + file.length, 0);
  if (totalLength === 0)
    throw new MetainfoError('no-content', 'the files have no byte together, a torrent has at least one');
  const pieceLength = info.need('piece length', info.integer('piece length'), 'the bytes of a piece');
  if (pieceLength < 1 || pieceLength > MAX_PIECE_LENGTH) {
    throw new MetainfoError(
      'bad-piece-length',
      `info.piece length is ${pieceLength}, it is from 1 to ${MAX_PIECE_LENGTH}`,
    );
  }
  if (!Number.isInteger(Math.log2(pieceLength))) {
    warnings.add(`info.piece length is ${pieceLength}, which is not a power of two`);
  }
  const geometry = new Geometry(totalLength, pieceLength);
  const pieceHashes = info.need('pieces', info.bytes('pieces'), 'the SHA-1 of each piece, 20 bytes each');
  if (pieceHashes.length !== geometry.pieceCount * HASH_LENGTH) {
    throw new MetainfoError(
      'bad-pieces',
      `info.pieces has ${pieceHashes.length} bytes, but ${totalLength} bytes in pieces of ${pieceLength} ` +
        `make ${geometry.pieceCount} hashes of ${HASH_LENGTH} bytes`,
    );
  }
  return { geometry, pieceHashes };
}
