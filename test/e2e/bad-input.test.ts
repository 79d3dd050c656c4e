import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { describe, expect, onTestFinished, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { type Ended, ROOT, run, start, startProgram } from './harness/seedbed.ts';
import { ownAddress, startGet, startSeed, startTracker } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

/** One line for people, without a trace of the inside. */
const oneLine = ({ stderr }: Ended): string => {
  expect(stderr).not.toMatch(/\n {4}at |UnhandledPromise|node:internal/);
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('seedbed:'));
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
};

const NOBODY = 'http://127.0.0.1:1/announce';

/** A file of 100,000 bytes and its torrent in a folder of their own. */
const content = async (...announce: readonly string[]): Promise<{ dir: string; file: string; torrent: string }> => {
  const dir = temporaryFolder();
  const file = join(dir, 'film.mkv');
  writeFileSync(file, madeUpBytes(100_000, 'film'));
  const torrent = `${file}.torrent`;
  const tiers = announce.length === 0 ? [NOBODY] : announce;
  writeFileSync(torrent, await createTorrent(file, { announceTiers: tiers.map((url) => [url]) }));
  return { dir, file, torrent };
};

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
};

describe('a torrent', () => {
  test.each(['get', 'peer'])('with a broken byte is refused by %s', async (command) => {
    const { dir, torrent } = await content();
    const bytes = readFileSync(torrent);
    // The colon in `4:info` becomes a semicolon.
    bytes[bytes.indexOf('4:info') + 1] = 0x3b;
    writeFileSync(torrent, bytes);
    const ended = await run([command, torrent], { cwd: dir });
    expect(ended.status).toBe(1);
    expect(oneLine(ended)).toMatch(/film\.mkv\.torrent: not a torrent file: byte \d+/);
  });

  test('that is cut off is refused wherever it is cut', async () => {
    const { dir, torrent } = await content();
    const bytes = readFileSync(torrent);
    for (const length of [0, 1, 60, bytes.length - 1]) {
      writeFileSync(torrent, bytes.subarray(0, length));
      const ended = await run(['get', torrent, '--dir', 'copy'], { cwd: dir });
      expect(ended.status).toBe(1);
      expect(oneLine(ended)).toContain(torrent);
    }
    expect(readdirSync(dir).sort()).toEqual(['film.mkv', 'film.mkv.torrent']);
  });

  test('that leads out of the folder writes nothing outside of it', async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'album', '__', '__'), { recursive: true });
    writeFileSync(join(dir, 'album', '__', '__', 'x'), madeUpBytes(40_000, 'x'));
    const torrent = join(dir, 'evil.torrent');
    const harmless = Buffer.from(await createTorrent(join(dir, 'album'))).toString('latin1');
    writeFileSync(torrent, harmless.replace('l2:__2:__1:xe', 'l2:..2:..1:xe'), 'latin1');
    // Whoever shares it has it where it is safe, and so does whoever gets it.
    const peer = start(['peer', torrent, '--dir', dir, '--listen', ownAddress()]);
    const [, address = ''] = await peer.says(/^peer ready: ([^,]+), 1 torrent$/m);
    const target = join(dir, 'deep', 'target');
    const ended = await startGet(torrent, target, '--connect', address).ends();
    expect(ended.status).toBe(0);
    expect(readdirSync(target, { recursive: true }).sort()).toEqual([
      'album',
      'album/__',
      'album/__/__',
      'album/__/__/x',
    ]);
    expect(readdirSync(dir).sort()).toEqual(['album', 'deep', 'evil.torrent']);
    expect(readdirSync(join(dir, 'deep'))).toEqual(['target']);
    peer.signal('SIGTERM');
    expect(await peer.ends()).toMatchObject({ status: 0 });
  });
});

describe('a place that is taken', () => {
  test('by a file, where the folder should be', async () => {
    const { dir, torrent } = await content();
    const ended = await run(['get', torrent, '--dir', join(dir, 'film.mkv')]);
    expect(ended.status).toBe(1);
    expect(oneLine(ended)).toContain(join(dir, 'film.mkv'));
  });

  test("by the user's own file of that name, which is only replaced by force", async () => {
    const { dir, torrent } = await content();
    const mine = join(dir, 'copy', 'film.mkv');
    mkdirSync(join(dir, 'copy'));
    writeFileSync(mine, 'mine');
    for (const command of ['get', 'peer']) {
      const ended = await run([command, torrent, '--dir', join(dir, 'copy'), '--listen', '127.0.0.1:0']);
      expect([command, ended.status]).toEqual([command, 1]);
      expect(oneLine(ended)).toMatch(/copy\/film\.mkv is there already and holds nothing of this torrent: .*--force/);
      expect(readFileSync(mine, 'utf8')).toBe('mine');
    }
    const seed = start(['peer', torrent, '--dir', dir, '--listen', ownAddress()]);
    const [, address = ''] = await seed.says(/^peer ready: ([^,]+), 1 torrent$/m);
    const ended = await startGet(torrent, join(dir, 'copy'), '--connect', address, '--force').ends();
    expect(ended.status).toBe(0);
    expect(readFileSync(mine).equals(readFileSync(join(dir, 'film.mkv')))).toBe(true);
    seed.signal('SIGTERM');
    expect(await seed.ends()).toMatchObject({ status: 0 });
  });

  test.runIf(process.platform === 'linux')('by a file system that takes no folders', async () => {
    const { torrent } = await content();
    for (const command of [
      ['get', torrent, '--dir', '/proc/seedbed', '--listen', '127.0.0.1:0'],
      ['swarm', '--out', '/proc/seedbed', '--size', '1MiB'],
    ]) {
      const ended = await run(command);
      expect([command[0], ended.status]).toEqual([command[0], 1]);
      expect(oneLine(ended)).toContain('/proc/seedbed');
    }
  });

  test('by a folder, where the file should be', async () => {
    const { dir, torrent } = await content();
    mkdirSync(join(dir, 'copy', 'film.mkv'), { recursive: true });
    const ended = await run(['get', torrent, '--dir', join(dir, 'copy'), '--listen', '127.0.0.1:0']);
    expect(ended.status).toBe(1);
    expect(oneLine(ended)).toMatch(/copy\/film\.mkv/);
    expect(statSync(join(dir, 'copy', 'film.mkv')).isDirectory()).toBe(true);
  });

  test('by another program, where a port was named', async () => {
    const { torrent, dir } = await content();
    const port = await listening(createServer());
    for (const command of [
      ['tracker', '--http', `127.0.0.1:${port}`],
      ['peer', torrent, '--dir', dir, '--listen', `127.0.0.1:${port}`],
      ['seed', join(dir, 'film.mkv'), '--listen', `127.0.0.1:${port}`],
      ['get', torrent, '--dir', join(dir, 'copy'), '--listen', `127.0.0.1:${port}`],
    ]) {
      const ended = await run(command);
      expect([command[0], ended.status]).toEqual([command[0], 1]);
      expect(oneLine(ended)).toContain(`127.0.0.1:${port}`);
    }
  });
});

describe('a tracker', () => {
  test('that is down is named at once, and ends a get that gets nothing', async () => {
    const { dir, torrent } = await content();
    const ended = await startGet(torrent, join(dir, 'copy'), '--stall-after', '1s').ends();
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain('tracker http://127.0.0.1:1/announce: connection refused; it is asked again');
    expect(oneLine(ended)).toBe(
      'seedbed: nothing has arrived for 1s: tracker http://127.0.0.1:1/announce: connection refused',
    );
  });

  test('that answers rubbish is named, and nothing of it reaches the terminal as it is', async () => {
    const answers: Record<string, readonly [status: number, body: string]> = {
      page: [200, '<html>It works!</html>'],
      nothing: [200, ''],
      error: [500, 'oops'],
      half: [200, 'd8:intervali1800e5:peers6:abc'],
      refusal: [200, 'd14:failure reason10:go away \u001b[e'],
    };
    const server = createHttpServer(({ url = '' }, response) => {
      const [status, body] = answers[url.split('/')[1] ?? ''] ?? [404, ''];
      response.writeHead(status).end(body);
    });
    const port = await listening(server);
    const names = Object.keys(answers);
    const { dir, torrent } = await content(...names.map((name) => `http://127.0.0.1:${port}/${name}/announce`));
    const get = startGet(torrent, join(dir, 'copy'));
    for (const name of names)
      await get.says(new RegExp(`^tracker http://127.0.0.1:${port}/${name}/announce: .*it is asked again$`, 'm'));
    get.signal('SIGINT');
    const { status, stderr } = await get.ends();
    expect(status).toBe(130);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('go away');
  });
});

test('a folder for state that can not be written is told once, and the download goes on', async () => {
  const { dir, torrent } = await content();
  const state = join(dir, 'state');
  writeFileSync(state, 'in the way');
  const args = ['get', torrent, '--dir', dir, '--listen', ownAddress()];
  const ended = await run(args, { environment: { XDG_STATE_HOME: state } });
  expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('verified') });
  expect(ended.stderr.match(/^.*the journal can't be kept, and the next start hashes what is there$/gm)).toHaveLength(
    1,
  );
  expect(ended.stderr).toContain(state);
});

test.skipIf(!existsSync('/dev/full'))(
  'a full disk below standard output is not taken for that of the download',
  async () => {
    const { dir, torrent } = await content();
    const words = [process.execPath, join(ROOT, 'packages/cli/bin/seedbed.js'), 'get', torrent, '--dir', dir];
    const ended = await startProgram('/bin/sh', [
      '-c',
      '"$@" > /dev/full',
      'sh',
      ...words,
      '--listen',
      ownAddress(),
    ]).ends();
    expect(ended.status).toBe(1);
    expect(oneLine(ended)).toBe("seedbed: standard output can't be written: the disk is full");
  },
);

test('a peer that sends garbage disturbs nobody', async () => {
  const { tracker, announce } = await startTracker();
  const { dir, file, torrent } = await content(announce);
  const { seed, address } = await startSeed(file, announce);
  const garbage = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(madeUpBytes(200_000, 'garbage'));
  });
  const port = await listening(garbage);
  const [ip = '', seedPort = ''] = address.split(':');
  for (let i = 0; i < 5; i += 1) {
    const socket = connect(Number(seedPort), ip, () => socket.end(madeUpBytes(50_000, `garbage ${i}`)));
    socket.on('error', () => {});
  }
  const get = await startGet(torrent, join(dir, 'copy'), '--connect', `127.0.0.1:${port}`).ends();
  expect([get.status, get.stderr.includes('seedbed:')]).toEqual([0, false]);
  expect(readFileSync(join(dir, 'copy', 'film.mkv')).equals(readFileSync(file))).toBe(true);
  for (const service of [seed, tracker]) {
    service.signal('SIGTERM');
    expect(await service.ends()).toMatchObject({ status: 0 });
  }
});

test('what is shared is not "repaired" when it is not what its torrent says', async () => {
  const { file } = await content();
  writeFileSync(file, 'changed by its owner');
  const ended = await run(['seed', file, '--listen', '127.0.0.1:0']);
  expect(ended.status).toBe(1);
  expect(oneLine(ended)).toContain('is not what');
  expect(readFileSync(file, 'utf8')).toBe('changed by its owner');
});

test('the checkout is left as it was', () => {
  expect(readdirSync(ROOT).filter((name) => name.endsWith('.torrent') || name === 'copy')).toEqual([]);
});
