import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** A real file system of so many KiB. */
export interface SmallDisk {
  readonly folder: string;
  grow(kib: number): void;
}

/** Mounts one that is gone when the test has finished; undefined without the rights to mount. */
export function smallDisk(kib: number): SmallDisk | undefined {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    console.info('skipped: needs root');
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return { folder, grow: (size) => void execFileSync('mount', ['-o', `remount,size=${size}k`, folder]) };
}
