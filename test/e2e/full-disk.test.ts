import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { expect, onTestFinished, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { start } from './harness/seedbed.ts';
import { ownAddress, startGet } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

/** A disk of its own size in memory; undefined where this process may not mount one. */
const smallDisk = (dir: string, size: string): string | undefined => {
  const disk = join(dir, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', disk]);
  });
  return disk;
};

const grow = (disk: string, size: string): void => {
  execFileSync('mount', ['-o', `remount,size=${size}`, disk]);
};

test('a full disk ends a get; a peer waits for room and goes on', async ({ skip }) => {
  const dir = temporaryFolder();
  const disk = smallDisk(dir, '2m');
  if (disk === undefined) {
    console.info('skipped: needs root');
    return skip('needs root');
  }
  const file = join(dir, 'film.mkv');
  const bytes = madeUpBytes(5_000_000, 'film');
  writeFileSync(file, bytes);
  const torrent = `${file}.torrent`;
  writeFileSync(torrent, await createTorrent(file, { pieceLength: 65_536 }));
  const seed = start(['peer', torrent, '--dir', dir, '--listen', ownAddress()]);
  const [, address = ''] = await seed.says(/^peer ready: ([^,]+), 1 torrent$/m);

  const get = await startGet(torrent, disk, '--connect', address).ends();
  expect([get.status, get.stdout]).toEqual([1, '']);
  const problems = get.stderr.split('\n').filter((line) => line.startsWith('seedbed:'));
  expect(problems).toEqual([
    expect.stringMatching(/^seedbed: no room left on the disk for .*film\.mkv.*: make room and give the same/),
  ]);

  const peer = start(['peer', torrent, '--dir', disk, '--listen', ownAddress(), '--connect', address]);
  await peer.says(/no room left on the disk/);
  grow(disk, '16m');
  await peer.says(/^verified film\.mkv: 4\.77MiB, 77 pieces$/m);
  expect(peer.stderr.match(/no room left/g)).toHaveLength(1);
  expect(peer.stderr.match(/the disk takes data again: going on/g)).toHaveLength(1);
  expect(readFileSync(join(disk, 'film.mkv')).equals(bytes)).toBe(true);
  for (const service of [peer, seed]) {
    service.signal('SIGTERM');
    expect(await service.ends()).toMatchObject({ status: 0 });
  }
});
