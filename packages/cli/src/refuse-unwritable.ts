import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { explainError } from './explain-error.ts';
import { failure } from './problem.ts';
import { refuseFolder } from './refuse-folder.ts';

/**
 * Sees whether a file can be written that comes at the end of something long.
 *
 * @param option what names the file
 * @param later a folder that will be made before
 * @throws Problem where it can't
 */
export const refuseUnwritable = async (file: string, option: string, later: string): Promise<void> => {
  await refuseFolder(file, `name a file with ${option}`);
  const folder = dirname(resolve(file));
  if (folder === resolve(later)) return;
  const problem = await problemOf(folder);
  if (problem !== undefined) throw failure(`${option}: ${file} can't be written: ${problem}`);
};

const problemOf = async (folder: string): Promise<string | undefined> => {
  try {
    if (!(await stat(folder)).isDirectory()) return `${folder} is no folder`;
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? `there is no folder ${folder}` : explainError(error, folder).line;
  }
};
