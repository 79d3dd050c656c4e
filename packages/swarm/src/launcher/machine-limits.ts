import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';

/** What a machine has to give. Undefined is not known. */
export interface MachineLimits {
  readonly processors: number;
  /** Bytes. */
  readonly disk: number;
  readonly memory: number;
  /** Open files of one process. */
  readonly files: number | undefined;
}

/** @param folder where files are to lie; it need not be there yet */
export async function machineLimits(folder: string): Promise<MachineLimits> {
  return {
    processors: availableParallelism(),
    disk: await freeDisk(resolve(folder)),
    memory: process.availableMemory(),
    files: await mostFiles(),
  };
}

async function freeDisk(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if (parent === folder) throw error;
    return freeDisk(parent);
  }
}

/** Node takes all that the hard limit allows. Only Linux tells it in a file. */
async function mostFiles(): Promise<number | undefined> {
  try {
    const [, hard] = /^Max open files\s+\S+\s+(\d+)/m.exec(await readFile('/proc/self/limits', 'utf8')) ?? [];
    return hard === undefined ? undefined : Number(hard);
  } catch {
    return undefined;
  }
}
