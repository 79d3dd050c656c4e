import { constants } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RunFolder } from '../run-folder.ts';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import type { Source } from './source.ts';

/** Where the file system can, a copy takes no room. */
const COPY = constants.COPYFILE_FICLONE;

/**
 * Makes a folder for each peer that needs one, and answers where the content of each is. Seeds of ours only read, so they
 * share the source; what a client of others would do to it nobody knows, so a seed of theirs has a copy.
 */
export async function layContent(
  peers: readonly PlannedPeer[],
  source: Source,
  folder: RunFolder,
): Promise<ReadonlyMap<string, string>> {
  const dirs = new Map<string, string>();
  for (const { name, role, client } of peers) {
    const isReader = role === 'seed' && client === 'seedbed';
    const dir = isReader ? source.dir : folder.contentOf(name);
    dirs.set(name, dir);
    if (isReader) continue;
    await mkdir(dir);
    if (role === 'seed') await cp(source.path, join(dir, basename(source.path)), { recursive: true, mode: COPY });
  }
  return dirs;
}
