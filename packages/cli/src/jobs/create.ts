import { basename, join } from 'node:path';
import { announceTiers } from '../announce-tiers.ts';
import type { CommandContext } from '../command-context.ts';
import { exists } from '../exists.ts';
import { makeTorrent, torrentBeside } from '../make-torrent.ts';
import { EXIT, failure } from '../problem.ts';
import { refuseMagnet } from '../read-torrent.ts';
import { refuseFolder } from '../refuse-folder.ts';

/** The settings of the command, as its table gives them. */
export interface CreateSettings {
  readonly output: string | undefined;
  readonly announce: readonly string[];
  readonly pieceLength: number | undefined;
  readonly name: string | undefined;
  readonly comment: string | undefined;
  readonly private: boolean;
  readonly force: boolean;
}

/** Makes a torrent. */
export const create = async (settings: CreateSettings, path: string, context: CommandContext): Promise<number> => {
  refuseMagnet(path);
  const { output, name, comment, pieceLength, force } = settings;
  const tiers = announceTiers(settings.announce);
  const file = output ?? torrentBeside(path);
  await refuseFolder(file, `name a file with -o, such as ${join(file, basename(torrentBeside(path)))}`);
  if (!force && (await exists(file))) {
    throw failure(`${file} is there already; name another file with -o, or write over it with --force`);
  }
  const options = {
    announceTiers: tiers,
    private: settings.private,
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    ...(pieceLength !== undefined && { pieceLength }),
  };
  await makeTorrent(path, file, options, context);
  return EXIT.ok;
};
