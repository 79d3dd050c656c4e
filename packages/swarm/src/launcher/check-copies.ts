import { SwarmFailure } from '../failure.ts';
import type { RunFolder } from '../run-folder.ts';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import { type FileSum, firstDifference } from './file-sums.ts';

export interface CheckCopiesComponents {
  readonly folder: RunFolder;
  /** Of the source. */
  readonly sums: readonly FileSum[];
  readonly signal: AbortSignal;
  /** Told before each. */
  readonly onBegin: (peer: string) => void;
  /** Told after each: the first file that differs, or null. */
  readonly onChecked: (peer: string, differs: string | null) => void;
}

/** Compares the copies of peers that are complete with the source. @throws SwarmFailure when one of them differs */
export async function checkCopies(peers: readonly PlannedPeer[], components: CheckCopiesComponents): Promise<void> {
  const { folder, sums, signal, onBegin, onChecked } = components;
  let wrong: string | undefined;
  for (const { name, storage } of peers) {
    onBegin(name);
    // Where there are no files, each piece was verified by its peer.
    const differs = storage === 'file' ? await firstDifference(sums, folder.contentOf(name), signal) : null;
    onChecked(name, differs);
    if (differs !== null) wrong ??= `${name}: ${differs} differs from the source`;
  }
  if (wrong !== undefined) throw new SwarmFailure('content-differs', wrong);
}
