import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeBencode, type Metainfo, parseMetainfo } from '@seedbed/protocol';

export const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Bytes that look random and are the same for the same seed. */
export const someBytes = (length: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(length);
  let state = seed * 2_654_435_761 + 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
};

export interface FileOfTorrent {
  readonly path: readonly string[];
  readonly bytes: Uint8Array;
  /** BEP 47: `p` for padding, `x` for executable. */
  readonly attr?: string;
}

const piecesOf = (bytes: Uint8Array, pieceLength: number): Uint8Array => {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) hashes.push(sha1(bytes.subarray(at, at + pieceLength)));
  return Buffer.concat(hashes);
};

/** The .torrent file of one file. */
export const torrentFile = (name: string, bytes: Uint8Array, pieceLength: number, announce?: string): Uint8Array =>
  encodeBencode({
    announce,
    info: { length: bytes.length, name, 'piece length': pieceLength, pieces: piecesOf(bytes, pieceLength) },
  });

/** The metainfo of one file. */
export const fileTorrent = (name: string, bytes: Uint8Array, pieceLength: number, announce?: string): Metainfo =>
  parseMetainfo(torrentFile(name, bytes, pieceLength, announce), sha1);

/** The .torrent file of a folder. */
export const folderTorrentFile = (name: string, files: readonly FileOfTorrent[], pieceLength: number): Uint8Array =>
  encodeBencode({
    info: {
      files: files.map(({ path, bytes, attr }) => ({ attr, length: bytes.length, path })),
      name,
      'piece length': pieceLength,
      pieces: piecesOf(Buffer.concat(files.map(({ bytes }) => bytes)), pieceLength),
    },
  });

/** The metainfo of a folder. */
export const folderTorrent = (name: string, files: readonly FileOfTorrent[], pieceLength: number): Metainfo =>
  parseMetainfo(folderTorrentFile(name, files, pieceLength), sha1);

/** Writes the files of a folder's torrent below `dir`, padding left out. */
export const writeFiles = (dir: string, name: string, files: readonly FileOfTorrent[]): void => {
  for (const { path, bytes, attr } of files) {
    if (attr?.includes('p')) continue;
    const file = join(dir, name, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
};
