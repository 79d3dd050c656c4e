import { statfs } from 'node:fs/promises';
import { formatSize } from '@seedbed/settings';
import { SwarmFailure } from '../failure.ts';

/** Refuses a run whose files would not fit on the disk of its folder, before anything is started. */
export const checkRoom = async (folder: string, needed: number, what: string): Promise<void> => {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (free >= needed) return;
  throw new SwarmFailure(
    'no-room',
    `${what} need ${formatSize(needed)} and ${folder} has ${formatSize(free)} free; take less with --size or --leeches, or another disk with --out`,
  );
};
