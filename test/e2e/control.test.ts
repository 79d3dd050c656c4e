import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { run, start } from './harness/seedbed.ts';
import { ownAddress } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';

const TOKEN = 'end-to-end-token-0';

/** Files with their torrents in a folder, and a seed of all of them. */
const seedOf = async (...names: string[]): Promise<{ dir: string; address: string; torrents: string[] }> => {
  const dir = temporaryFolder();
  for (const name of names) {
    writeFileSync(join(dir, name), madeUpBytes(400_000, name));
    expect(await run(['create', join(dir, name)])).toMatchObject({ status: 0 });
  }
  const torrents = names.map((name) => join(dir, `${name}.torrent`));
  const seed = start(['peer', ...torrents, '--dir', dir, '--listen', ownAddress()]);
  const [, address = ''] = await seed.says(new RegExp(`^peer ready: ([^,]+), ${names.length} torrents?$`, 'm'));
  return { dir, address, torrents };
};

const addTo = async (url: string, torrent: string, query: string, token?: string): Promise<Response> =>
  fetch(`${url}/api/torrents?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-bittorrent', ...(token && { authorization: `Bearer ${token}` }) },
    body: readFileSync(torrent),
  });

const json = async (answer: Promise<Response>): Promise<Record<string, unknown>> =>
  (await (await answer).json()) as Record<string, unknown>;

describe('the control address', () => {
  test('adds, limits, pauses and removes torrents beside those of the command line', async () => {
    const { dir, address, torrents } = await seedOf('a', 'b');
    const [a = '', b = ''] = torrents;
    const copy = join(temporaryFolder(), 'copy');
    const flags = ['--dir', copy, '--listen', ownAddress(), '--connect', address, '--control', '127.0.0.1:0'];
    const limits = ['--download-limit', '1GiB/s', '--torrent-download-limit', '1KiB/s'];
    const peer = start(['peer', a, ...flags, ...limits]);
    const [, url = ''] = await peer.says(/^peer ready: .*, control (\S+), 1 torrent$/m);

    const added = await json(addTo(url, b, `connect=${address}`));
    expect(added).toMatchObject({ name: 'b', stage: 'running', limits: { download: 1024, upload: null } });
    const { torrents: list } = await json(fetch(`${url}/api/torrents`));
    expect(list).toMatchObject([{ name: 'a' }, { name: 'b' }]);
    expect(await json(fetch(`${url}/api/limits`))).toEqual({ upload: null, download: 1024 ** 3 });

    const paths = (list as { infoHash: string }[]).map(({ infoHash }) => `${url}/api/torrents/${infoHash}`);
    const [pathOfA = '', pathOfB = ''] = paths;
    expect(await json(fetch(`${pathOfA}/pause`, { method: 'POST' }))).toMatchObject({ stage: 'paused' });
    for (const path of paths) {
      const change = { headers: { 'content-type': 'application/json' }, body: '{"download":null}' };
      await fetch(`${path}/limits`, { method: 'PATCH', ...change });
    }
    await waitUntil(async () => {
      const { complete, have } = await json(fetch(pathOfB));
      return complete === true ? undefined : `${String(have)} pieces are there`;
    });
    expect(readFileSync(join(copy, 'b')).equals(readFileSync(join(dir, 'b')))).toBe(true);
    expect(await json(fetch(pathOfA))).toMatchObject({ stage: 'paused', complete: false });

    const removed = await json(fetch(`${pathOfB}?data=delete`, { method: 'DELETE' }));
    expect([removed, existsSync(join(copy, 'b'))]).toMatchObject([{ name: 'b', data: 'deleted', files: 1 }, false]);
    peer.signal('SIGTERM');
    expect(await peer.ends()).toMatchObject({ status: 0, stderr: '' });
  });

  test('wants a token where others can reach it, and takes it from the environment', async () => {
    const dir = temporaryFolder();
    const open = await run(['peer', '--control', '0.0.0.0:0', '--listen', ownAddress(), '--dir', dir]);
    expect([open.status, open.stderr]).toEqual([
      2,
      expect.stringMatching(/^seedbed: .*0\.0\.0\.0.* needs a token: .*\n$/),
    ]);

    const { torrents } = await seedOf('a');
    const flags = ['--control', '127.0.0.1:0', '--listen', ownAddress(), '--dir', dir];
    const peer = start(['peer', ...flags], { environment: { SEEDBED_CONTROL_TOKEN: TOKEN } });
    const [, url = ''] = await peer.says(/^peer ready: .*, control (\S+), 0 torrents$/m);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    for (const token of [undefined, `${TOKEN}x`]) {
      expect((await addTo(url, torrents[0] ?? '', '', token)).status).toBe(401);
    }
    expect((await addTo(url, torrents[0] ?? '', '', TOKEN)).status).toBe(201);
  });

  test('ends a download whose torrent it is told to remove', async () => {
    const { address, torrents } = await seedOf('a');
    const flags = ['--listen', ownAddress(), '--connect', address, '--control', '127.0.0.1:0'];
    const dir = temporaryFolder();
    const get = start(['get', torrents[0] ?? '', '--dir', dir, ...flags, '--download-limit', '1KiB/s']);
    const [, url = ''] = await get.says(/^control (\S+)$/m);
    await waitUntil(async () => {
      const { torrents: list } = await json(fetch(`${url}/api/torrents`));
      const [torrent] = list as { infoHash: string; stage: string }[];
      if (torrent?.stage !== 'running') return `it is ${torrent?.stage}`;
      await fetch(`${url}/api/torrents/${torrent.infoHash}`, { method: 'DELETE' });
      return undefined;
    });
    expect(await get.ends()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('seedbed: a was removed by the control address\n'),
    });
  });

  test('is what a peer without torrents is for', async () => {
    const nothing = await run(['peer', '--dir', temporaryFolder()]);
    expect([nothing.status, nothing.stderr]).toEqual([
      2,
      'seedbed: TORRENTS is missing: name .torrent files, or a --control address to add them by\n' +
        'seedbed: See seedbed peer --help.\n',
    ]);
  });
});
