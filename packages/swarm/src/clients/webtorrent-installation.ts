import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version that is installed; its installation has a folder of its own. */
export const WEBTORRENT = '3.0.21';

/** Where webtorrent lies, and the Node that runs it. */
export interface WebtorrentInstallation {
  readonly folder: string;
  /** A link to a Node that is new enough for it, which ours may not be. */
  readonly node: string;
  /** The file to import it from. */
  readonly module: string;
}

/**
 * webtorrent is on npm only, and no dependency of Seedbed: `npm run install:webtorrent` puts it into the user's cache.
 *
 * @param env `XDG_CACHE_HOME` names the cache where it is not `~/.cache`
 */
export function webtorrentInstallation(env: NodeJS.ProcessEnv = process.env): WebtorrentInstallation {
  const { XDG_CACHE_HOME: cache } = env;
  const folder = join(cache || join(homedir(), '.cache'), 'seedbed', `webtorrent-${WEBTORRENT}`);
  return { folder, node: join(folder, 'node'), module: join(folder, 'node_modules/webtorrent/index.js') };
}

/** Whether everything that it needs is there still: a cache may be emptied at any time, in parts too. */
export const isWhole = ({ node, module }: WebtorrentInstallation): boolean => existsSync(node) && existsSync(module);
