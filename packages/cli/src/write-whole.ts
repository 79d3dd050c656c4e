import { rename, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainError } from './explain-error.ts';
import { failure } from './problem.ts';

/** Writes all of a file or nothing. @throws Problem */
export const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    await writeFile(beside, bytes, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => {
      // It was never made, or has its name by now.
    });
    throw failure(`${path} can't be written: ${explainError(error).line}`, error);
  }
};
