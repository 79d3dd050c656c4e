// bittorrent-tracker is on npm only, and no dependency of Seedbed: it is what Seedbed is compared with. It gets a folder of
// its own in the user's cache, installed once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const VERSION = '11.2.3';

/** @returns {{ version: string, module: string }} @throws Error with the reason when it can't be had */
export const provideBittorrentTracker = ({ mayInstall }) => {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'seedbed', `bittorrent-tracker-${VERSION}`);
  if (!existsSync(folder)) {
    if (!mayInstall) throw new Error('bittorrent-tracker is not installed, and the short form installs nothing');
    install(folder);
  }
  return { version: VERSION, module: join(folder, 'node_modules/bittorrent-tracker/server.js') };
};

const install = (folder) => {
  process.stderr.write(`Installing bittorrent-tracker ${VERSION} from npm into ${folder}, once…\n`);
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    writeFileSync(
      join(unfinished, 'package.json'),
      JSON.stringify({ private: true, dependencies: { 'bittorrent-tracker': VERSION } }),
    );
    // Named, because npm also hands the folder of the script that it runs to the npm that the script runs.
    const args = [
      'install',
      `--prefix=${unfinished}`,
      '--engine-strict=false',
      '--ignore-scripts',
      '--omit=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    execFileSync('npm', args, { cwd: unfinished, stdio: ['ignore', 2, 2], timeout: 120_000 });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
};
