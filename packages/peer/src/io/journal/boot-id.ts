import { readFileSync } from 'node:fs';
import { systemCode } from '../storage/storage-error.ts';

/**
 * Names the time since the machine was started: what was written in that time is in the system's memory, if not on the
 * disk, however the process ended. `undefined` where the system has no name for it: then nobody can tell.
 */
export const bootId = (): string | undefined => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
};
