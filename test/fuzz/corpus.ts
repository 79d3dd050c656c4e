import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const FOLDER = join(import.meta.dirname, 'corpus');
const CHECKOUT = join(import.meta.dirname, '../..');

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The inputs of a target that are kept, always in the same order. */
export const readCorpus = (target: string): CorpusFile[] =>
  readdirSync(join(FOLDER, target))
    .sort()
    .map((name) => ({ name, bytes: Uint8Array.from(readFileSync(join(FOLDER, target, name))) }));

/** Keeps an input that a target fails with; answers its path in the checkout. */
export const keepInput = (target: string, input: Uint8Array): string => {
  const folder = join(FOLDER, target);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `found-${createHash('sha1').update(input).digest('hex').slice(0, 8)}`);
  writeFileSync(file, input);
  return relative(CHECKOUT, file);
};
