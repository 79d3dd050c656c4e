import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StorageError } from '@seedbed/peer';
import type { Metainfo } from '@seedbed/protocol';
import { announceTiers } from '../announce-tiers.ts';
import type { CommandContext } from '../command-context.ts';
import { exists } from '../exists.ts';
import { explainError } from '../explain-error.ts';
import { makeTorrent, torrentBeside } from '../make-torrent.ts';
import type { PeerSettings } from '../open-daemon.ts';
import { failure } from '../problem.ts';
import { readTorrent, refuseMagnet } from '../read-torrent.ts';
import { serve } from '../serve.ts';

const torrentOf = async (path: string, announce: readonly string[], context: CommandContext): Promise<Metainfo> => {
  const tiers = announceTiers(announce);
  const file = torrentBeside(path);
  if (!(await exists(file))) return makeTorrent(path, file, { announceTiers: tiers }, context);
  const metainfo = await readTorrent(file);
  const known = new Set(metainfo.announceTiers.flat());
  if (!tiers.flat().every((url) => known.has(url))) {
    context.say(`${file} is there already: its trackers are told, not those of --announce`);
  }
  return metainfo;
};

/**
 * Shares a file or folder until it is asked to stop. It is the user's and only read: if it is not what its torrent says,
 * that is told and nothing is "repaired".
 */
export const seed = async (
  settings: PeerSettings & { readonly announce: readonly string[] },
  path: string,
  context: CommandContext,
): Promise<number> => {
  refuseMagnet(path);
  const content = await realpath(path).catch((error: unknown) => {
    throw failure(explainError(error).line, error);
  });
  const metainfo = await torrentOf(path, settings.announce, context);
  const service = {
    name: 'seed',
    metainfos: [metainfo],
    options: { dir: dirname(content), readOnly: true },
    onAdded: () => {},
  };
  try {
    return await serve(settings, service, context);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'incomplete') throw error;
    throw failure(
      `${path} is not what ${torrentBeside(path)} says; seedbed verify tells more, seedbed create --force makes the torrent anew`,
      error,
    );
  }
};
