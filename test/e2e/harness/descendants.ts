import { existsSync, readdirSync, readFileSync } from 'node:fs';

const readProc = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process is gone, or not ours to look at.
    return '';
  }
};

/** Whether a process is there and not just waiting to be reaped. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/^\d+ \(.*\) Z/.test(readProc(`/proc/${pid}/stat`));
};

/** Whether a process was told to stand still. */
export const isStopped = (pid: number): boolean => /^\d+ \(.*\) T/.test(readProc(`/proc/${pid}/stat`));

/**
 * All processes whose environment holds `mark`, whatever became of their parents. Only where there is `/proc`; elsewhere
 * none are found.
 */
export const processesMarked = (mark: string): number[] => {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readProc(`/proc/${name}/environ`).includes(mark))
    .map(Number)
    .filter(isAlive);
};

/** The command line of a process, for messages. */
export const commandOf = (pid: number): string => readProc(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
