import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { type Ended, run, start } from './harness/seedbed.ts';
import { ownAddress, startGet } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';

const PIECE = 32 * 1024;
/** In the order of the torrent, so that the number of each is its place. Piece 1 holds bytes of four of them. */
const FILES: readonly (readonly [path: string, length: number])[] = [
  ['a.bin', 40_000],
  ['b.txt', 0],
  ['c.txt', 100],
  ['d.bin', 5_000],
  ['e.bin', 1_000_000],
  ['f/g.bin', 70_000],
];
const TOTAL = FILES.reduce((sum, [, length]) => sum + length, 0);

/** The album, its torrent, and the address of a peer that has everything. */
const seededAlbum = async () => {
  const dir = temporaryFolder();
  const album = join(dir, 'album');
  mkdirSync(join(album, 'f'), { recursive: true });
  for (const [path, length] of FILES) writeFileSync(join(album, path), madeUpBytes(length, path));
  expect(await run(['create', album, '--piece-length', '32KiB'])).toMatchObject({ status: 0 });
  const torrent = `${album}.torrent`;
  const seed = start(['peer', torrent, '--dir', dir, '--listen', ownAddress()]);
  const [, address = ''] = await seed.says(/^peer ready: ([^,]+), 1 torrent$/m);
  return { dir, torrent, seed, address };
};

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
    .toSorted();

const isRight = (dir: string, path: string): boolean =>
  readFileSync(join(dir, 'album', path)).equals(madeUpBytes(FILES.find(([name]) => name === path)?.[1] ?? 0, path));

const resultOf = ({ stdout }: Ended): { downloaded: number; files?: unknown; length: number } => JSON.parse(stdout);

test('some files of a torrent are fetched, then others, then all', async () => {
  const { dir, torrent, seed, address } = await seededAlbum();
  const copy = join(dir, 'copy');
  const get = (...flags: string[]): Promise<Ended> => startGet(torrent, copy, '--connect', address, ...flags).ends();

  const shown = await run(['show', torrent]);
  for (const line of ['3  c.txt  100B', '6  g.bin  68.4KiB']) expect(shown.stdout).toContain(line);
  for (const [flags, problem] of [
    [['--files', '7'], '--files: there is no file 7; album has 6 files, numbered 1 to 6'],
    [['--files', 'c.text'], "--files: nothing in album is called 'c.text'; did you mean c.txt?"],
    [['--files', '1', '--piece', '0'], '--piece fetches one piece, --files whole files: give one of them'],
  ] as const) {
    expect(await get(...flags)).toMatchObject({ status: 2, stdout: '', stderr: `seedbed: ${problem}\n` });
  }
  expect(existsSync(copy)).toBe(false);

  expect(await get('--files', 'b.txt')).toMatchObject({
    status: 0,
    stdout: `verified ${join(copy, 'album')}: 1 of 6 files, 0B, nothing to fetch\n`,
  });
  expect(filesBelow(copy)).toEqual(['album/b.txt']);

  // Less than a piece, in the middle of one.
  const short = resultOf(await get('--files', '3', '--json'));
  expect(short).toMatchObject({
    length: 100,
    downloaded: PIECE,
    files: [{ number: 3, path: 'album/c.txt', length: 100 }],
  });
  expect(filesBelow(join(copy, 'album'))).toEqual(['b.txt', 'c.txt']);
  expect(isRight(copy, 'c.txt')).toBe(true);
  const partial = await run(['verify', torrent, '--dir', copy]);
  expect(partial.status).toBe(1);
  expect(partial.stdout).toContain(`not complete: ${join(copy, 'album')}, 1 of 35 pieces right\n`);
  for (const path of ['a.bin', 'd.bin', 'e.bin', 'f/g.bin']) {
    expect(partial.stdout).toContain(`missing: ${join(copy, 'album', path)}\n`);
  }

  const folder = await get('--files', 'f/*,3');
  expect(folder).toMatchObject({ status: 0, stdout: expect.stringMatching(/album: 2 of 6 files, 68\.5KiB, /) });
  expect(filesBelow(join(copy, 'album'))).toEqual(['b.txt', 'c.txt', 'f/g.bin']);
  expect(isRight(copy, 'f/g.bin')).toBe(true);
  const edge = TOTAL - Math.floor((TOTAL - 70_000) / PIECE) * PIECE;

  const rest = resultOf(await get('--json'));
  expect([rest.length, rest.downloaded]).toEqual([TOTAL, TOTAL - PIECE - edge]);
  expect(readdirSync(copy)).toEqual(['album']);
  for (const [path] of FILES) expect(isRight(copy, path), path).toBe(true);
  expect(await run(['verify', torrent, '--dir', copy])).toMatchObject({ status: 0 });
  seed.signal('SIGTERM');
  expect(await seed.ends()).toMatchObject({ status: 0 });
});

test('a file that was fetched stays whatever becomes of a later download, and is served', async () => {
  const { dir, torrent, seed, address } = await seededAlbum();
  const copy = join(dir, 'copy');
  const peer = (...flags: string[]) => start(['peer', torrent, '--dir', copy, '--listen', ownAddress(), ...flags]);
  expect(await startGet(torrent, copy, '--files', '3', '--connect', address).ends()).toMatchObject({ status: 0 });

  const killed = peer('--files', '5', '--connect', address, '--download-limit', '256KiB/s');
  const unfinished = join(copy, 'album.part', 'e.bin');
  await waitUntil(() => {
    const length = existsSync(unfinished) ? readFileSync(unfinished).length : 0;
    return length > 5 * PIECE ? undefined : `${length} bytes of e.bin are there`;
  });
  killed.signal('SIGKILL');
  await killed.ends();
  expect(filesBelow(join(copy, 'album'))).toEqual(['c.txt']);
  expect(isRight(copy, 'c.txt')).toBe(true);

  const second = peer('--files', 'e.bin', '--connect', address);
  await second.says(/^verified album: 977KiB, 1 of 6 files$/m);
  const [, partial = ''] = await second.says(/^peer ready: ([^,]+), 1 torrent$/m);
  seed.signal('SIGTERM');
  expect(await seed.ends()).toMatchObject({ status: 0 });
  const other = join(dir, 'other');
  const got = await startGet(torrent, other, '--files', 'c.txt,d.bin', '--connect', partial).ends();
  expect(got).toMatchObject({ status: 0 });
  expect(filesBelow(join(other, 'album'))).toEqual(['c.txt', 'd.bin']);
  for (const path of ['c.txt', 'd.bin']) expect(isRight(other, path)).toBe(true);
  second.signal('SIGTERM');
  expect(await second.ends()).toMatchObject({ status: 0 });
  expect(await run(['peer', torrent, torrent, '--files', '1'])).toMatchObject({ status: 2 });
});
