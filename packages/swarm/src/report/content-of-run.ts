import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMetainfo } from '@seedbed/protocol';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { ContentResult } from '../run-summary.ts';

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/**
 * The content by the torrent in the folder of a run that could not tell of it; null when the run had none yet. Nobody took the
 * sums of its files, so it names none.
 *
 * @throws SwarmFailure when the torrent is damaged
 */
export async function contentOfRun(folder: string): Promise<ContentResult | null> {
  const path = join(folder, 'content.torrent');
  try {
    const { name, infoHashHex, geometry } = parseMetainfo(await readFile(path), sha1);
    const { totalLength: length, pieceCount: pieces, pieceLength } = geometry;
    return { name, infoHash: infoHashHex, length, pieces, pieceLength, files: [] };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new SwarmFailure('run-unreadable', `${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}
