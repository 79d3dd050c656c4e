import { randomBytes } from 'node:crypto';
import { rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from './exists.ts';
import { explainError } from './explain-error.ts';
import { failure } from './problem.ts';

/** Writes all of a file or nothing. @throws Problem that names the file, whatever it is called until it is whole */
export const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  // No longer than the shortest names: a name that the system takes is not refused for what stands in for it.
  const beside = join(dirname(path), `.seedbed-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(beside, bytes, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => {
      // It was never made, or has its name by now.
    });
    throw failure(`${path} can't be written: ${await reasonOf(error, beside, path)}`, error);
  }
};

const reasonOf = async (error: unknown, beside: string, path: string): Promise<string> => {
  const folder = dirname(path);
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return (await exists(folder)) ? `${folder} takes no new files` : `there is no folder ${folder}`;
  }
  return explainError(error).line.replaceAll(beside, path);
};
