import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SwarmFailure } from '../failure.ts';

/**
 * The folders `1`, `2` and so on of the repetitions below a folder, in their order; none where the folder is that of a run
 * itself, or of something else. A repetition that was cut off before it had a plan is none.
 *
 * @throws SwarmFailure when the folder can't be read
 */
export async function repetitionsIn(folder: string): Promise<readonly string[]> {
  if (await isRun(folder)) return [];
  const runs: string[] = [];
  for (const number of (await namesIn(folder)).filter(isNumber).toSorted((a, b) => Number(a) - Number(b))) {
    const below = join(folder, number);
    if (await isRun(below)) runs.push(below);
  }
  return runs;
}

const isNumber = (name: string): boolean => /^[1-9]\d{0,8}$/.test(name);

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Whoever wants a run of it says what is missing.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw new SwarmFailure('run-unreadable', `${folder} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

async function isRun(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'timeline.json'))).isFile();
  } catch {
    // Why it can't be read is told by who reads it.
    return false;
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
