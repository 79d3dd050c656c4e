import { join } from 'node:path';
import type { Metainfo } from '@seedbed/protocol';
import { hashFile } from './hash-file.ts';

/** A file of the content with the sum that every copy must have. */
export interface FileSum {
  /** Below the folder of a peer, with `/`. */
  readonly path: string;
  readonly length: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
}

/** The sums of the source's files, by the launcher itself: peers have no part in the proof. */
export const sumFiles = async (metainfo: Metainfo, dir: string, signal: AbortSignal): Promise<FileSum[]> => {
  const sums: FileSum[] = [];
  for (const { path, length, padding } of metainfo.files) {
    if (padding) continue;
    sums.push({ path: path.join('/'), length, sha256: await hashFile(join(dir, ...path), signal) });
  }
  return sums;
};

/** The first file below `dir` that is not what `sums` say, or null where all are equal. */
export const firstDifference = async (
  sums: readonly FileSum[],
  dir: string,
  signal: AbortSignal,
): Promise<string | null> => {
  for (const { path, sha256 } of sums) {
    try {
      if ((await hashFile(join(dir, path), signal)) !== sha256) return path;
    } catch (error) {
      if (signal.aborted) throw error;
      // A file that is not there or can't be read differs, whatever the reason.
      return path;
    }
  }
  return null;
};
