import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import waitOn from 'wait-on';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { run, start } from './harness/seedbed.ts';
import { ownAddress, startGet, startSeed, startTracker } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

describe('by hand', () => {
  test('a torrent is made, shown, seeded, downloaded and verified', async () => {
    const dir = temporaryFolder();
    const film = join(dir, 'film.mkv');
    const bytes = madeUpBytes(3_000_001, 'film');
    writeFileSync(film, bytes);
    const { tracker, announce } = await startTracker();
    const torrent = join(dir, 'other.torrent');

    const made = await run(['create', film, '-o', torrent, '--announce', announce, '--piece-length', '64KiB']);
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toMatch(/^made .*other\.torrent: 2\.86MiB in 1 file, 46 pieces of 64KiB, hashed in /);
    const again = await run(['create', film, '-o', torrent]);
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('is there already')]);

    const shown = await run(['show', torrent, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ name: 'film.mkv', pieces: 46, trackers: [[announce]] });

    const { seed } = await startSeed(film, announce);
    const second = await run(['seed', film, '--listen', ownAddress()]);
    expect([second.status, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(/^seedbed: .*film\.mkv is in use by another daemon .*; stop that one first\n$/);
    // It made a torrent of its own, beside the file.
    expect(readdirSync(dir).sort()).toEqual(['film.mkv', 'film.mkv.torrent', 'other.torrent']);

    const copy = join(dir, 'copy');
    const get = await startGet(`${film}.torrent`, copy).ends();
    expect([get.status, get.stdout]).toEqual([0, expect.stringMatching(/^verified .*copy\/film\.mkv: 2\.86MiB, /)]);
    expect(readFileSync(join(copy, 'film.mkv')).equals(bytes)).toBe(true);

    const whole = await run(['verify', `${film}.torrent`, '--dir', copy]);
    expect([whole.status, whole.stdout]).toEqual([0, expect.stringMatching(/^complete: .*, hashed in .*B\/s\)\n$/)]);
    const full = await startGet(`${film}.torrent`, join(dir, 'full'), '--allocate', 'full').ends();
    expect([full.status, readFileSync(join(dir, 'full', 'film.mkv')).equals(bytes)]).toEqual([0, true]);
    const nothing = await startGet(`${film}.torrent`, copy, '--recheck').ends();
    expect([nothing.status, nothing.stdout]).toEqual([0, expect.stringMatching(/it was there already\n$/)]);
    bytes[70_000] = (bytes[70_000] ?? 0) ^ 1;
    writeFileSync(join(copy, 'film.mkv'), bytes);
    const spoilt = await run(['verify', torrent, '--dir', copy]);
    expect([spoilt.status, spoilt.stdout]).toEqual([
      1,
      expect.stringMatching(/^not complete: .*, 45 of 46 pieces right/),
    ]);

    for (const service of [seed, tracker]) {
      service.signal('SIGTERM');
      expect(await service.ends()).toMatchObject({ status: 0, stderr: '' });
    }
  });

  test('a folder goes from peer to peer without a tracker', async () => {
    const dir = temporaryFolder();
    const album = join(dir, 'album');
    mkdirSync(join(album, 'cd 1'), { recursive: true });
    writeFileSync(join(album, 'cd 1', 'ä.flac'), madeUpBytes(100_000, 'a'));
    writeFileSync(join(album, 'cover.jpg'), madeUpBytes(20_000, 'b'));
    writeFileSync(join(album, 'empty'), '');
    expect(await run(['create', album])).toMatchObject({ status: 0 });

    const seed = start(['peer', `${album}.torrent`, '--dir', dir, '--listen', ownAddress()]);
    const [, address = ''] = await seed.says(/^peer ready: ([^,]+), 1 torrent$/m);
    await seed.says(/^verified album: 117KiB, 8 pieces$/m);
    const copy = join(dir, 'copy');
    const get = await startGet(`${album}.torrent`, copy, '--connect', address).ends();
    expect(get).toMatchObject({ status: 0 });
    for (const path of ['cd 1/ä.flac', 'cover.jpg', 'empty']) {
      expect(readFileSync(join(copy, 'album', path)).equals(readFileSync(join(album, path)))).toBe(true);
    }
    seed.signal('SIGINT');
    expect(await seed.ends()).toMatchObject({ status: 0 });
  });

  test('a daemon tells what goes over the wire and why, and names the torrent when it has several', async () => {
    const dir = temporaryFolder();
    const torrents: string[] = [];
    for (const name of ['film', 'song']) {
      writeFileSync(join(dir, name), madeUpBytes(20_000, name));
      expect(await run(['create', join(dir, name)])).toMatchObject({ status: 0 });
      torrents.push(join(dir, `${name}.torrent`));
    }
    const trace = ['--trace', 'decisions,wire'];
    const peer = start(['peer', ...torrents, '--dir', dir, '--listen', ownAddress(), ...trace]);
    const [, address = ''] = await peer.says(/^peer ready: ([^,]+), 2 torrents$/m);
    const copy = join(dir, 'copy');
    const get = await startGet(torrents[1] ?? '', copy, '--connect', address, '--trace', 'wire', '--strict').ends();
    expect(get.status).toBe(0);
    expect(get.stderr).toMatch(/^\+\S+ wire: → -SE\S+ handshake, 68 bytes: 13426974 546f7272 656e7420 /m);
    expect(get.stderr).toMatch(/^\+\S+ wire: → -SE\S+ request, 17 bytes: 0000000d 0600000[01] 0000000/m);
    expect(get.stderr).toMatch(/^\+\S+ wire: ← -SE\S+ piece, 16397 bytes: 00004009 07.* …$/m);
    expect(get.stderr).not.toContain('picker');
    peer.signal('SIGTERM');
    const { stderr } = await peer.ends();
    expect(stderr).toMatch(/^\+\S+ song [0-9a-f]{8}: wire: → -SE\S+ piece, 16397 bytes: /m);
    expect(stderr.match(/^\+\S+ song [0-9a-f]{8}: -SE\S+ is at 127\.\S+:\d+$/gm)).toHaveLength(1);
    expect(stderr).toMatch(/^\+\S+ song [0-9a-f]{8}: choker, between rounds: serves -SE/m);
    expect(stderr).not.toMatch(/^\+\S+ (film|wire|choker)/m);
  });

  test('what is there already is not fetched again', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'film.mkv'), madeUpBytes(50_000, 'film'));
    await run(['create', join(dir, 'film.mkv')]);
    const get = await startGet(join(dir, 'film.mkv.torrent'), dir).ends();
    expect([get.status, get.stdout]).toEqual([0, expect.stringContaining('it was there already')]);
  });

  test('health is asked by HTTP: a peer is healthy at once, and complete when it is', async () => {
    const dir = temporaryFolder();
    const film = join(dir, 'film.mkv');
    writeFileSync(film, madeUpBytes(2_000_000, 'film'));
    const { announce } = await startTracker();
    await startSeed(film, announce);
    const control = ['--control', '127.0.0.1:0', '--download-limit', '1MiB/s'];
    const peer = start(['peer', `${film}.torrent`, '--dir', join(dir, 'copy'), '--listen', ownAddress(), ...control]);
    const [, url = ''] = await peer.says(/^peer ready: .*, control (\S+), 1 torrent$/m);
    const get = (address: string) => address.replace('http:', 'http-get:');
    const options = { timeout: 30_000, interval: 50, delay: 0, window: 0 };
    await waitOn({ ...options, resources: [get(new URL('/healthz', announce).href), get(`${url}/healthz`)] });
    await waitOn({ ...options, resources: [get(`${url}/healthz?complete`)] });
    await peer.says(/^verified film\.mkv: /m);
  });
});
