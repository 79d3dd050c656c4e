import { type BencodeInput, encodeBencode, type Metainfo, parseMetainfo } from '@seedbed/protocol';
import { counting, sha1 } from './bytes.ts';

/** The `info` of a file of 100 bytes in pieces of 64, with fields changed or, as undefined, left out. */
export function info(changes: Readonly<Record<string, BencodeInput | undefined>> = {}): BencodeInput {
  return { length: 100, name: 'a.txt', 'piece length': 64, pieces: counting(40), ...changes };
}

/** The `info` of several files in pieces of 64, with as many hashes as they take, up to 1,000. */
export function folderInfo(
  files: readonly Readonly<Record<string, BencodeInput | undefined>>[],
  changes: Readonly<Record<string, BencodeInput | undefined>> = {},
): BencodeInput {
  const total = files.reduce((sum, { length }) => sum + (typeof length === 'number' ? length : 0), 0);
  return info({
    length: undefined,
    files,
    name: 'folder',
    pieces: counting(20 * Math.min(Math.ceil(total / 64), 1000)),
    ...changes,
  });
}

/** A metainfo file as bytes, read. */
export function parse(top: BencodeInput): Metainfo {
  return parseMetainfo(encodeBencode(top), sha1);
}
