import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseMetainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { sha1, someBytes, torrentFile } from './support/content.ts';
import { ask, type ControlClient, controlled } from './support/control.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { startTracker } from './support/tracker.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(6 * PIECE + 1);
const FILM = torrentFile('film', CONTENT, PIECE);
const UNKNOWN = `/api/torrents/${'0'.repeat(40)}`;

/** Adds a torrent whose content is there; answers its path. */
const addSeed = async (control: ControlClient, torrent = FILM): Promise<string> => {
  writeFileSync(join(control.dir, 'film'), CONTENT);
  const { json } = await control.add(torrent);
  return `/api/torrents/${(json as { infoHash: string }).infoHash}`;
};

const error = (status: number, code: string, message: RegExp | string = /./) => ({
  status,
  json: { error: { code, message: expect.stringMatching(message) } },
});

describe('torrents over HTTP', () => {
  it('are added, listed, looked at and removed', async () => {
    const control = await controlled('127.84.1.1');
    expect(await control.get('/api/torrents')).toEqual({ status: 200, json: { torrents: [] } });
    writeFileSync(join(control.dir, 'film'), CONTENT);
    const added = await control.add(FILM, '?upload-limit=1MiB/s');
    expect(added).toMatchObject({
      status: 201,
      json: { name: 'film', stage: 'running', complete: true, dir: control.dir, files: 1, pieceLength: PIECE },
    });
    const { torrents } = (await control.get('/api/torrents')).json as { torrents: { infoHash: string }[] };
    expect(torrents).toMatchObject([
      { name: 'film', have: 7, pieces: 7, left: 0, limits: { upload: 1024 * 1024, download: null } },
    ]);
    const path = `/api/torrents/${torrents[0]?.infoHash}`;
    expect(await control.get(path.toUpperCase().replace('/API/TORRENTS', '/api/torrents'))).toMatchObject({
      status: 200,
      json: { name: 'film', trackers: [], private: false },
    });
    expect(await control.send('DELETE', path)).toMatchObject({ status: 200, json: { name: 'film', data: 'kept' } });
    expect(await control.get(path)).toEqual(error(404, 'unknown-torrent'));
    expect(readdirSync(control.dir)).toEqual(['film']);
  });

  it('come to a folder below that of the daemon, and to no other', async () => {
    const control = await controlled('127.84.2.1');
    expect(await control.add(FILM, '?dir=a/b')).toMatchObject({ json: { dir: join(control.dir, 'a', 'b') } });
    expect(existsSync(join(control.dir, 'a', 'b'))).toBe(true);
    for (const dir of ['..', '/tmp', 'a/../../b', '%00', `../${'x'.repeat(10)}`]) {
      expect(await control.add(FILM, `?dir=${dir}`)).toEqual(error(400, 'bad-request', /^dir: it lies below/));
    }
    expect(await control.add(FILM, `?dir=${'x'.repeat(5000)}`)).toEqual(error(400, 'bad-request', /^dir: /));
  });

  it('stay below it where symbolic links lead out: nothing is made and nothing deleted there', async () => {
    const control = await controlled('127.84.7.1');
    const outside = temporaryFolder();
    symlinkSync(outside, join(control.dir, 'link'));
    for (const dir of ['link', 'link/esc', 'link/a/b']) {
      expect(await control.add(FILM, `?dir=${dir}`)).toEqual(
        error(409, 'storage', /leads out of .* by a symbolic link/),
      );
    }
    expect(readdirSync(outside)).toEqual([]);
    mkdirSync(join(control.dir, 'own'));
    symlinkSync(join(control.dir, 'own'), join(control.dir, 'inside'));
    const { json } = await control.add(FILM, '?dir=inside/a');
    const path = `/api/torrents/${(json as { infoHash: string }).infoHash}`;
    expect(existsSync(join(control.dir, 'own', 'a'))).toBe(true);
    // The folder is exchanged for a link while the torrent is there.
    mkdirSync(join(outside, 'a'));
    writeFileSync(join(outside, 'a', 'film'), CONTENT);
    renameSync(join(control.dir, 'own'), join(control.dir, 'moved'));
    rmSync(join(control.dir, 'inside'));
    symlinkSync(outside, join(control.dir, 'inside'));
    expect(await control.send('DELETE', `${path}?data=delete`)).toEqual(error(409, 'storage', /leads out of/));
    expect(readdirSync(join(outside, 'a'))).toEqual(['film']);
  });

  it('are not added where the daemon has no folder for them', async () => {
    const { daemon } = await daemonAt('127.84.3.1', { control: { ip: '127.84.3.1', port: 0 } });
    const reply = await ask(daemon.control ?? '', 'POST', '/api/torrents', {
      headers: { 'content-type': 'application/x-bittorrent' },
      body: FILM,
    });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([409, { error: { code: 'no-folder' } }]);
  });

  it('are refused when they are here already, are no torrents, or their place is taken', async () => {
    const control = await controlled('127.84.4.1');
    await addSeed(control);
    expect(await control.add(FILM)).toEqual(error(409, 'duplicate-torrent', 'film is here already'));
    expect(await control.add(Buffer.from('d4:infod4:name1:xee'))).toEqual(error(400, 'bad-torrent'));
    expect(await control.add(someBytes(1000))).toEqual(error(400, 'bad-torrent'));
    mkdirSync(join(control.dir, 'x', 'other'), { recursive: true });
    const other = torrentFile('other', CONTENT, PIECE);
    expect(await control.add(other, '?dir=x')).toEqual(error(409, 'storage', /is a folder/));
    expect(await control.get('/api/torrents')).toMatchObject({ json: { torrents: [{ name: 'film' }] } });
    writeFileSync(join(control.dir, 'mine'), 'mine');
    const mine = torrentFile('mine', CONTENT, PIECE);
    expect(await control.add(mine)).toEqual(error(409, 'storage', /holds nothing of this torrent/));
    expect(await control.add(mine, '?force=true')).toMatchObject({ status: 201, json: { name: 'mine', have: 0 } });
  });

  it('download from the peers that are named, are removed with their content, and leave nothing', async () => {
    const seed = await controlled('127.84.5.1');
    await addSeed(seed);
    const { ip, port } = seed.daemon.listen;
    const leech = await controlled('127.84.5.2');
    writeFileSync(join(leech.dir, 'mine'), 'mine');
    const { json } = await leech.add(FILM, `?connect=${ip}:${port}&connect=127.84.5.9:1`);
    const path = `/api/torrents/${(json as { infoHash: string }).infoHash}`;
    const [torrent] = leech.daemon.torrents;
    if (torrent === undefined) throw new Error('it is not there');
    await complete(torrent);
    expect(readFileSync(join(leech.dir, 'film')).equals(CONTENT)).toBe(true);
    expect(await leech.send('DELETE', `${path}?data=delete`)).toMatchObject({ json: { data: 'deleted', files: 1 } });
    expect(readdirSync(leech.dir)).toEqual(['mine']);
    await until(() => seed.daemon.torrents[0]?.status().peers === 0 || 'the seed is still connected');
  });

  it('whose content is only read keep it', async () => {
    const control = await controlled('127.84.6.1');
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'film'), CONTENT);
    const { infoHashHex } = (await control.daemon.add(parseMetainfo(FILM, sha1), { dir, readOnly: true })).metainfo;
    expect(await control.send('DELETE', `/api/torrents/${infoHashHex}?data=delete`)).toEqual(error(409, 'read-only'));
    expect(control.daemon.torrents).toHaveLength(1);
    expect(existsSync(join(dir, 'film'))).toBe(true);
  });
});

describe('what is wrong with a request', () => {
  it.each<[string, string, number, string]>([
    ['GET', '/api/events?level=peer&level=block', 400, 'level: it is given more than once; give it once'],
    [
      'GET',
      `/api/events?torrent=${'0'.repeat(40)}&torrent=1`,
      400,
      'torrent: it is given more than once; give it once',
    ],
    ['DELETE', `{film}?data=keep&data=delete`, 400, 'data: it is given more than once; give it once'],
    ['GET', '{film}/pieces?from=1&from=2', 400, 'from: it is given more than once; give it once'],
    ['GET', '{film}/pieces?from=a', 400, 'from: a whole number is expected'],
    ['POST', '/api/torrents?dir=a&dir=b', 400, 'dir: it is given more than once; give it once'],
    ['POST', `/api/torrents?dir=${'x'.repeat(5000)}`, 400, 'dir: it has 4096 characters at most'],
    ['POST', `/api/torrents?files=${'x'.repeat(5000)}`, 400, 'files: it has 4096 characters at most'],
    ['POST', `/api/torrents?files=1&files=${'x'.repeat(5000)}`, 400, 'files: it has 4096 characters at most'],
    ['POST', '/api/torrents?connect=here', 400, "connect: 'here' is not an address with a port"],
    ['POST', '/api/torrents?connect=127.0.0.1:1&connect=127.0.0.1:0', 400, 'connect: nobody listens on port 0'],
    ['POST', `/api/torrents?${'connect=127.0.0.1:1&'.repeat(101)}`, 400, 'connect: it is given 100 times at most'],
    ['POST', '/api/torrents?upload-limit=1KiB/s&upload-limit=2KiB/s', 400, 'upload-limit: it is given more than once'],
    ['GET', '/api/torrents/%zz', 400, "the path can't be decoded: % and two hexadecimal digits are a byte of UTF-8"],
    ['GET', '/healthz?complete=false', 400, 'complete: write ?complete or ?complete=true, or leave it out'],
    ['GET', '/healthz?complete&complete=no', 400, 'complete: write ?complete'],
  ])('is told in words of our own: %s %s', async (method, path, status, words) => {
    const control = await controlled('127.84.8.1');
    const film = await addSeed(control);
    const { status: answered, json } = await control.send(method, path.replace('{film}', film));
    expect([answered, json]).toEqual([
      status,
      { error: { code: expect.any(String), message: expect.stringContaining(words) } },
    ]);
  });

  it.each<[string, number, string]>([
    ['{"upload":', 400, 'the body is not JSON; send an object like {"upload":"512KiB/s"}'],
    ['null', 400, 'the body is no JSON object; send one like {"upload":"512KiB/s","download":null}'],
    ['[]', 400, 'the body is no JSON object'],
    ['{"upload":true}', 400, 'upload: a rate is text like "512KiB/s"'],
    [JSON.stringify({ upload: 'x'.repeat(20_000) }), 413, 'the body is too large; it has 16KiB at most'],
  ])('is told of a body as well: %.20s', async (body, status, words) => {
    const { base } = await controlled('127.84.9.1');
    const reply = await ask(base, 'PATCH', '/api/limits', { headers: { 'content-type': 'application/json' }, body });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([
      status,
      { error: { message: expect.stringContaining(words) } },
    ]);
  });

  it('is nothing where complete is asked for in either way', async () => {
    const control = await controlled('127.84.8.2');
    for (const query of ['?complete', '?complete=true']) {
      expect(await control.get(`/healthz${query}`)).toMatchObject({ status: 503, json: { status: 'incomplete' } });
    }
    expect(await control.get('/healthz')).toMatchObject({ status: 200 });
  });
});

describe('a torrent', () => {
  it('is paused, comes back and is removed, and trackers and peers hear of all three', async () => {
    const tracker = await startTracker('127.84.10.9');
    const torrent = torrentFile('film', CONTENT, PIECE, tracker.url);
    // Slow at the sender: a leech that holds its socket for a limit would not see the old connection end.
    const seed = await controlled('127.84.10.1', { torrentLimits: { upload: 1 } });
    const path = await addSeed(seed, torrent);
    const leech = await controlled('127.84.10.2');
    await leech.add(torrent);
    await until(() => seed.daemon.torrents[0]?.status().peers === 1 || 'not connected');
    expect(await seed.send('POST', `${path}/pause`)).toMatchObject({
      status: 200,
      json: { stage: 'paused', peers: 0 },
    });
    expect(tracker.announces.at(-1)).toBe('stopped 127.84.10.1');
    expect(await seed.get(`${path}/peers`)).toEqual({ status: 200, json: { peers: [] } });
    expect(await seed.get('/healthz')).toMatchObject({ json: { torrents: { paused: 1 } } });
    expect(await seed.send('POST', `${path}/resume`)).toMatchObject({ json: { stage: 'running', complete: true } });
    await until(
      () => tracker.announces.filter((told) => told === 'started 127.84.10.1').length === 2 || 'not announced',
    );
    await until(() => seed.daemon.torrents[0]?.status().peers === 1 || 'not connected again');
    expect(await seed.send('DELETE', path)).toMatchObject({ json: { data: 'kept' } });
    expect(tracker.announces.at(-1)).toBe('stopped 127.84.10.1');
    await until(() => leech.daemon.torrents[0]?.status().peers === 0 || 'the connection is open still');
  });

  it('shows each peer with its flags, its program, its progress and its requests', async () => {
    const seed = await controlled('127.84.11.1', { torrentLimits: { upload: 1 } });
    const path = await addSeed(seed);
    const leech = await controlled('127.84.11.2');
    const { ip, port } = seed.daemon.listen;
    await leech.add(FILM, `?connect=${ip}:${port}`);
    await until(async () => {
      const { json } = await leech.get(`${path}/peers`);
      const [peer] = (json as { peers: { requestsInFlight: number }[] }).peers;
      return (peer?.requestsInFlight ?? 0) > 0 || `peers: ${JSON.stringify(json)}`;
    });
    expect((await leech.get(`${path}/peers`)).json).toMatchObject({
      peers: [
        {
          peer: expect.stringMatching(/^-SE/),
          client: expect.stringMatching(/^Seedbed /),
          address: `${ip}:${port}`,
          direction: 'outgoing',
          amChoking: true,
          amInterested: true,
          peerChoking: false,
          peerInterested: false,
          snubbed: false,
          have: 7,
          progress: 1,
          uploaded: 0,
          downloadRate: expect.any(Number),
          requestsInFlight: expect.any(Number),
          requestsWaiting: 0,
          unknownMessages: 0,
        },
      ],
    });
    expect((await seed.get(`${path}/peers`)).json).toMatchObject({
      peers: [{ direction: 'incoming', amChoking: false, peerInterested: true, amInterested: false }],
    });
    const pieces = (await leech.get(`${path}/pieces`)).json;
    // The limit lets a little through: the last piece, of one byte, may be among it.
    const bitfield = expect.stringMatching(/^[01]{7}$/);
    expect(pieces).toMatchObject({ pieces: 7, from: 0, bitfield, availability: [1, 1, 1, 1, 1, 1, 1] });
    expect((pieces as { inFlight: unknown[] }).inFlight).not.toEqual([]);
  });

  it('shows part of its pieces', async () => {
    const control = await controlled('127.84.12.1');
    const path = await addSeed(control);
    expect((await control.get(`${path}/pieces?from=5`)).json).toEqual({
      pieces: 7,
      from: 5,
      bitfield: '11',
      availability: [0, 0],
      inFlight: [],
    });
    expect((await control.get(`${path}/pieces?from=2&count=3`)).json).toMatchObject({ bitfield: '111' });
    expect((await control.get(`${path}/pieces?from=900000000`)).json).toMatchObject({ bitfield: '', availability: [] });
    for (const query of ['from=-1', 'count=0', 'count=65537', 'from=1e3', 'form=1']) {
      expect(await control.get(`${path}/pieces?${query}`)).toEqual(error(400, 'bad-request'));
    }
  });
});

describe('limits', () => {
  it('are changed for a torrent and in total, each direction by itself', async () => {
    const control = await controlled('127.84.20.1', { uploadLimit: 1000, torrentLimits: { download: 500 } });
    const path = await addSeed(control);
    expect((await control.get('/api/limits')).json).toEqual({ upload: 1000, download: null });
    expect((await control.get(`${path}/limits`)).json).toEqual({ upload: null, download: 500 });
    const total = await control.send('PATCH', '/api/limits', { download: '1MiB/s' });
    expect(total).toEqual({ status: 200, json: { upload: 1000, download: 1024 * 1024 } });
    const own = await control.send('PATCH', `${path}/limits`, { upload: 4096, download: null });
    expect(own).toEqual({ status: 200, json: { upload: 4096, download: null } });
    expect((await control.send('PATCH', '/api/limits', { upload: 'unlimited' })).json).toMatchObject({ upload: null });
    expect((await control.send('PATCH', '/api/limits', {})).json).toEqual({ upload: null, download: 1024 * 1024 });
  });

  it.each<[unknown, RegExp]>([
    [{ upload: 0 }, /upload: the least rate/],
    [{ upload: -1 }, /upload: the least rate/],
    [{ upload: '1MB/s' }, /upload: '1MB\/s' is not a rate/],
    [{ upload: '5KiB' }, /did you mean 5KiB\/s/],
    [{ upload: true }, /a rate is text like/],
    [{ uplaod: 1 }, /uplaod: unknown here; did you mean upload\?/],
    [{ nonsense: 1 }, /nonsense: unknown here; there is upload, download/],
    [[1], /the body is no JSON object/],
  ])('are not %j', async (body, message) => {
    const control = await controlled('127.84.21.1');
    expect(await control.send('PATCH', '/api/limits', body)).toEqual(error(400, 'bad-request', message));
  });

  it('hold while bytes flow, and let them go when they are lifted', async () => {
    const seed = await controlled('127.84.22.1', { uploadLimit: 1 });
    const path = await addSeed(seed);
    const leech = await controlled('127.84.22.2', { torrentLimits: { download: 1 } });
    const { ip, port } = seed.daemon.listen;
    await leech.add(FILM, `?connect=${ip}:${port}`);
    const [torrent] = leech.daemon.torrents;
    if (torrent === undefined) throw new Error('it is not there');
    await until(() => torrent.status().downloaded > 0 || 'nothing came');
    await seed.send('PATCH', '/api/limits', { upload: null });
    await leech.send('PATCH', `${path}/limits`, { download: null });
    await complete(torrent);
  });
});

describe('what is not there', () => {
  it('is told with a code and a clear text', async () => {
    const control = await controlled('127.84.30.1');
    expect(await control.get('/nowhere')).toEqual(error(404, 'not-found', /nothing at \/nowhere/));
    expect(await control.get('/')).toEqual(error(404, 'not-found'));
    expect(await control.get('/api/torrents/')).toMatchObject({ status: 200 });
    for (const path of [UNKNOWN, `${UNKNOWN}/peers`, `${UNKNOWN}/pieces`, `${UNKNOWN}/limits`]) {
      expect(await control.get(path)).toEqual(error(404, 'unknown-torrent'));
    }
    for (const act of ['pause', 'resume']) {
      expect(await control.send('POST', `${UNKNOWN}/${act}`)).toEqual(error(404, 'unknown-torrent'));
    }
    expect(await control.send('DELETE', `${UNKNOWN}?data=maybe`)).toEqual(error(400, 'bad-request', /keep or delete/));
    expect(await control.get('/api/torrents/nonsense')).toEqual(error(400, 'bad-request', /40 hexadecimal digits/));
    expect(await control.get('/api/torrents/%ff')).toEqual(error(400, 'bad-request'));
  });

  it.each([
    ['PUT', '/api/torrents', 'GET, POST'],
    ['POST', UNKNOWN, 'GET, DELETE'],
    ['GET', `${UNKNOWN}/pause`, 'POST'],
    ['POST', '/api/limits', 'GET, PATCH'],
    ['DELETE', '/metrics', 'GET'],
    ['OPTIONS', '/api/events', 'GET'],
  ])('is %s %s', async (method, path, allowed) => {
    const control = await controlled('127.84.31.1');
    const reply = await fetch(control.base + path, { method });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, allowed]);
    expect(await reply.json()).toMatchObject({ error: { code: 'method-not-allowed' } });
  });
});
