import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { madeUpBytes } from '../e2e/harness/made-up-bytes.ts';

/** Something to share. */
export interface Content {
  readonly title: string;
  /** The file or folder: the name in the torrent. */
  readonly name: string;
  /** All of its files, from where `name` is, and their length in bytes. */
  readonly files: Readonly<Record<string, number>>;
}

/** Small, so that most files share their pieces with others. Bytes. */
export const PIECE_LENGTH = 65_536;

const FILM = 'a film – 映画 (draft).mkv';
const ALBUM = 'an album – 音楽';

export const contents = {
  file: {
    title: 'one file',
    name: FILM,
    files: { [FILM]: 45 * PIECE_LENGTH + 12_345 },
  },
  folder: {
    title: 'a folder',
    name: ALBUM,
    files: {
      [`${ALBUM}/01 opening.flac`]: 900_001,
      [`${ALBUM}/cover.jpg`]: 20_000,
      [`${ALBUM}/disc 2/01 größe & länge.flac`]: 1_700_003,
      [`${ALBUM}/disc 2/nothing.txt`]: 0,
      [`${ALBUM}/one byte`]: 1,
    },
  },
} as const satisfies Readonly<Record<string, Content>>;

/** The SHA-256 of each file of a content, by its path. */
export type Sums = Readonly<Record<string, string>>;

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Makes a content up in `dir`. */
export const makeContent = ({ files }: Content, dir: string): Sums =>
  Object.fromEntries(
    Object.entries(files).map(([path, length]) => {
      const bytes = madeUpBytes(length, path);
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), bytes);
      return [path, sumOf(bytes)];
    }),
  );

/** Which files in `dir` are not what they were when they were made, and what is wrong with them. */
export const differences = (made: Sums, dir: string): readonly string[] =>
  Object.entries(made).flatMap(([path, sum]) => {
    const file = join(dir, path);
    if (!existsSync(file)) return [`${path} is missing`];
    return sumOf(readFileSync(file)) === sum ? [] : [`${path} has another SHA-256`];
  });
