import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { expect, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { startProgram } from './harness/seedbed.ts';
import { startGet, startSeed, startTracker } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

const hasAria2 = (): boolean => {
  try {
    execFileSync('aria2c', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Nothing but this torrent and its tracker: no discovery, no settings of the user, no encryption. */
const aria2 = (torrent: string, dir: string, ...flags: string[]) =>
  startProgram('aria2c', [
    ...[
      '--no-conf',
      '--enable-dht=false',
      '--enable-dht6=false',
      '--bt-enable-lpd=false',
      '--enable-peer-exchange=false',
    ],
    ...['--check-certificate=false', '--summary-interval=1', '--console-log-level=notice', '--file-allocation=none'],
    ...[`--dir=${dir}`, ...flags, torrent],
  ]);

test('aria2 downloads from our seed, and we download from aria2, by way of our tracker', async ({ skip }) => {
  if (!hasAria2()) {
    console.info('skipped: aria2c not found');
    return skip('aria2c not found');
  }
  const dir = temporaryFolder();
  const [ours, theirs, back] = ['ours', 'theirs', 'back'].map((name) => join(dir, name)) as [string, string, string];
  const album = join(ours, 'album');
  mkdirSync(join(album, 'cd 1'), { recursive: true });
  writeFileSync(join(album, 'cd 1', 'track'), madeUpBytes(1_500_001, 'track'));
  writeFileSync(join(album, 'cover'), madeUpBytes(90_000, 'cover'));
  const { tracker, announce } = await startTracker();
  const torrent = `${album}.torrent`;
  writeFileSync(torrent, await createTorrent(album, { announceTiers: [[announce]], pieceLength: 65_536 }));

  const { seed } = await startSeed(album, announce);
  const download = await aria2(torrent, theirs, '--seed-time=0', '--listen-port=40001-49999').ends();
  expect([download.status, download.stdout]).toEqual([0, expect.stringContaining('(OK)')]);
  seed.signal('SIGTERM');
  expect(await seed.ends()).toMatchObject({ status: 0 });

  const aria2Seed = aria2(
    torrent,
    theirs,
    '--seed-ratio=0.0',
    '--check-integrity=true',
    '--bt-seed-unverified=false',
    '--listen-port=40001-49999',
  );
  await aria2Seed.says(/SEED/);
  const get = await startGet(torrent, back).ends();
  expect([get.status, get.stderr.includes('seedbed:')]).toEqual([0, false]);
  for (const path of ['cd 1/track', 'cover']) {
    const bytes = readFileSync(join(album, path));
    expect(readFileSync(join(theirs, 'album', path)).equals(bytes)).toBe(true);
    expect(readFileSync(join(back, 'album', path)).equals(bytes)).toBe(true);
  }
  aria2Seed.signal('SIGTERM');
  await aria2Seed.ends();
  tracker.signal('SIGTERM');
  expect(await tracker.ends()).toMatchObject({ status: 0 });
});
