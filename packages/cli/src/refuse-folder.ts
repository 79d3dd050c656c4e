import { stat } from 'node:fs/promises';
import { failure } from './problem.ts';

/** Nothing writes over a folder. @param advice what would be right @throws Problem where there is one */
export const refuseFolder = async (path: string, advice: string): Promise<void> => {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    // Nothing is there, or whoever writes it will be told why that can't be.
    () => false,
  );
  if (isFolder) throw failure(`${path} is a folder; ${advice}`);
};
