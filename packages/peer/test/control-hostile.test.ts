import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { someBytes, torrentFile } from './support/content.ts';
import { ask, controlled, converse } from './support/control.ts';
import { until } from './support/until.ts';

const TOKEN = 'a token of tests'.replaceAll(' ', '-');
const TORRENT_TYPE = { 'content-type': 'application/x-bittorrent' };
const JSON_TYPE = { 'content-type': 'application/json' };
const FILM = torrentFile('film', someBytes(1000), 16_384);
const MIB = 1024 * 1024;

const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const open = (base: string): Socket => {
  const { hostname: host, port } = new URL(base);
  const socket = connect({ host, port: Number(port) });
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
};

const codeOf = (text: string): string => (JSON.parse(text) as { error: { code: string } }).error.code;

describe('a body', () => {
  it('that is larger than any torrent is refused before it is read', async () => {
    const { base } = await controlled('127.84.40.1');
    const headers = { ...TORRENT_TYPE, 'content-length': String(65 * MIB) };
    const answer = await converse(
      base,
      `POST /api/torrents HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: ${headers['content-type']}\r\nContent-Length: ${headers['content-length']}\r\n\r\n`,
      new Uint8Array(65 * MIB),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too-large"');
  });

  it('that never ends is refused as soon as it is too large', async () => {
    const { base } = await controlled('127.84.41.1');
    const endless = Readable.toWeb(
      Readable.from(
        (function* () {
          for (let sent = 0; sent < 80; sent++) yield new Uint8Array(MIB);
        })(),
      ),
    );
    const reply = await fetch(`${base}/api/torrents`, {
      method: 'POST',
      headers: TORRENT_TYPE,
      body: endless as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect([reply.status, codeOf(await reply.text())]).toEqual([413, 'too-large']);
  });

  it.each<[string, number, string, string]>([
    ['no JSON', 400, 'bad-json', '{"upload":'],
    ['no object', 400, 'bad-request', '7'],
    ['nothing', 400, 'bad-request', 'null'],
    ['full of brackets', 400, 'bad-json', '['.repeat(10_000)],
    ['too long', 413, 'too-large', JSON.stringify({ upload: 'x'.repeat(20_000) })],
    ['a trick of prototypes', 400, 'bad-request', '{"__proto__":{"upload":1},"constructor":1}'],
    ['a number beyond all numbers', 400, 'bad-request', '{"upload":1e999}'],
  ])('of limits that is %s is refused', async (_, status, code, body) => {
    const { base, daemon } = await controlled('127.84.42.1');
    const reply = await ask(base, 'PATCH', '/api/limits', { headers: JSON_TYPE, body });
    expect([reply.status, codeOf(reply.text)]).toEqual([status, code]);
    expect(daemon.limits.upload).toBe(Number.POSITIVE_INFINITY);
  });

  it('of a type that a form can send is refused', async () => {
    const { base, daemon } = await controlled('127.84.43.1');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const [method, path] of [
        ['POST', '/api/torrents'],
        ['PATCH', '/api/limits'],
      ] as const) {
        const reply = await ask(base, method, path, { headers: { 'content-type': type }, body: FILM });
        expect([reply.status, codeOf(reply.text)]).toEqual([415, 'unsupported-type']);
      }
    }
    expect(daemon.torrents).toEqual([]);
  });

  it('that is packed is not unpacked: a small one may become a large one', async () => {
    const { base } = await controlled('127.84.44.1');
    const headers = { ...TORRENT_TYPE, 'content-encoding': 'gzip' };
    const reply = await ask(base, 'POST', '/api/torrents', { headers, body: gzipSync(new Uint8Array(MIB)) });
    expect([reply.status, codeOf(reply.text)]).toEqual([415, 'unsupported-type']);
  });

  it('that is sent by too many at once is put off', async () => {
    const { base, add } = await controlled('127.84.45.1');
    for (let i = 0; i < 4; i++) {
      open(base).write(
        'POST /api/torrents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-bittorrent\r\nContent-Length: 100\r\n\r\nd',
      );
    }
    await until(async () => {
      const { status, json } = await add(FILM);
      return status === 503 || `${status} ${JSON.stringify(json)}`;
    });
    for (const socket of sockets.splice(0)) socket.destroy();
    await until(async () => {
      const { status } = await add(torrentFile('other', someBytes(1000), 16_384));
      return status === 201 || status === 409 || `${status}`;
    });
  });
});

describe('a stranger', () => {
  const options = { controlToken: TOKEN };

  it('is let in nowhere but to the health', async () => {
    const { base, daemon } = await controlled('127.84.50.1', options);
    const health = await ask(base, 'GET', '/healthz');
    expect([health.status, health.text]).toEqual([200, expect.not.stringContaining('name')]);
    for (const [method, path] of [
      ['GET', '/metrics'],
      ['GET', '/api/torrents'],
      ['GET', '/api/events'],
      ['GET', '/nowhere'],
      ['POST', '/api/torrents'],
      ['PATCH', '/api/limits'],
    ] as const) {
      for (const authorization of ['', 'Bearer wrong', `Basic ${TOKEN}`]) {
        const headers = { ...TORRENT_TYPE, ...(authorization && { authorization }) };
        const reply = await ask(base, method, path, { headers, body: method === 'GET' ? '' : FILM });
        expect([reply.status, codeOf(reply.text)]).toEqual([401, 'unauthorized']);
        expect(reply.headers['www-authenticate']).toBe('Bearer realm="seedbed"');
      }
    }
    expect(daemon.torrents).toEqual([]);
  });

  it('who has the token may do everything, by any name of the host', async () => {
    const { base } = await controlled('127.84.51.1', options);
    const headers = { authorization: `Bearer ${TOKEN}`, host: 'seedbed.example' };
    const reply = await ask(base, 'POST', '/api/torrents', { headers: { ...headers, ...TORRENT_TYPE }, body: FILM });
    expect(reply.status).toBe(201);
    expect((await ask(base, 'GET', '/metrics', { headers })).status).toBe(200);
  });

  it('is not invited to send a body', async () => {
    const { base } = await controlled('127.84.52.1', options);
    const head = 'POST /api/torrents HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n';
    const answer = await converse(base, `${head}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).not.toContain('100 Continue');
  });

  it('who has the token is', async () => {
    const { base } = await controlled('127.84.53.1', options);
    const socket = open(base);
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes;
    });
    const head = `POST /api/torrents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Type: application/x-bittorrent\r\nContent-Length: ${FILM.length}\r\n\r\n`;
    socket.write(head);
    await until(() => answer === 'HTTP/1.1 100 Continue\r\n\r\n' || answer);
    socket.write(FILM);
    await until(() => answer.includes('201 Created') || answer);
  });
});

describe('a web page', () => {
  it('that leads its own name here can not even look', async () => {
    const { base } = await controlled('127.84.60.1');
    for (const host of ['evil.example', `evil.example:${new URL(base).port}`]) {
      const reply = await ask(base, 'GET', '/api/torrents', { headers: { host } });
      expect([reply.status, codeOf(reply.text)]).toEqual([403, 'forbidden-host']);
    }
  });

  it('of another site can change nothing', async () => {
    const { base, daemon } = await controlled('127.84.61.1');
    const headers = { origin: 'http://evil.example' };
    const reply = await ask(base, 'POST', '/api/torrents', { headers: { ...headers, ...TORRENT_TYPE }, body: FILM });
    expect([reply.status, codeOf(reply.text)]).toEqual([403, 'cross-origin']);
    const preflight = await ask(base, 'OPTIONS', '/api/torrents', { headers });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    expect(daemon.torrents).toEqual([]);
  });
});

describe('what is not HTTP, or hardly', () => {
  it.each<[string, string, RegExp]>([
    ['rubbish', '\0\0\0\x13BitTorrent protocol\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['no host', 'GET /api/torrents HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['an old request without a host', 'GET /api/torrents HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 403 /],
    ['an endless header', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['a tunnel', 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: localhost\r\n\r\n', /^$/],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'a path for a proxy',
      'GET http://evil.example/api/limits HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 403 /,
    ],
  ])('is refused: %s', async (_, request, answer) => {
    const { base } = await controlled('127.84.70.1');
    expect(await converse(base, request)).toMatch(answer);
    expect((await ask(base, 'GET', '/healthz')).status).toBe(200);
  });

  it('takes no more than the connections there are for it', async () => {
    const { base, daemon } = await controlled('127.84.71.1');
    let closed = 0;
    for (let i = 0; i < 100; i++) {
      open(base)
        .resume()
        .on('close', () => closed++);
    }
    await until(() => closed >= 36 || `${closed} were turned away`);
    expect(closed).toBe(36);
    await daemon.close();
    await until(() => closed === 100 || `${closed} are closed`);
  });
});
