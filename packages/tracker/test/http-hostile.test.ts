import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeAnnounceQuery } from '@seedbed/protocol';
import { startTracker, type Tracker, type TrackerConfig, trackerConfig } from '@seedbed/tracker';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { PeerStore } from '../src/store/peer-store.ts';
import { type RemotePeerStore, StoreAwayError } from '../src/store/remote-peer-store.ts';
import type { TrackerComponents } from '../src/tracker-components.ts';
import { requestOf } from './swarm-fixtures.ts';
import { announceTo, ask, converse } from './tracker-client.ts';

const running: Tracker[] = [];

async function start(changes: Partial<TrackerConfig> = {}, components: TrackerComponents = {}): Promise<Tracker> {
  const http = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  const tracker = await startTracker(
    trackerConfig({ http, maxPeers: 1_000, maxTorrents: 100, ...changes }),
    components,
  );
  running.push(tracker);
  return tracker;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((tracker) => tracker.close()));
});

/** The tracker is still there for everybody else. */
async function expectAlive(tracker: Tracker): Promise<void> {
  expect(await announceTo(tracker.address, 1)).toMatchObject({ ok: true });
}

test.each([
  ['a handshake of BitTorrent', '\x13BitTorrent protocol\0\0\0\0\0\0\0\0', '400 Bad Request'],
  ['TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', '400 Bad Request'],
  ['a line that is no request', 'hello\r\n\r\n', '400 Bad Request'],
  ['NUL bytes', '\0'.repeat(1_000), '400 Bad Request'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nnonsense\r\n\r\n', '400 Bad Request'],
  ['two lengths', 'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400 Bad Request'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    '400 Bad Request',
  ],
  ['a URL of 100 KiB', `GET /stats?${'x'.repeat(102_400)} HTTP/1.1\r\n\r\n`, '431 Request Header Fields Too Large'],
  ['headers of 100 KiB', `GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(17_000)}\r\n`, '431 Request Header Fields Too Large'],
  ['CONNECT', 'CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n', '405 Method Not Allowed'],
])('%s: a clear refusal, the connection is closed, others are served', async (_, bytes, status) => {
  const tracker = await start();
  expect(await converse(tracker.address, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n[^]*\r\n\r\n\\S.*\n$`));
  await expectAlive(tracker);
});

const TOO_LONG = 'a query here has at most 8192 characters, and a request 16384 bytes with its headers';

test.each([
  ['an announce of 100 KiB', [`GET /announce?${'x'.repeat(102_400)} HTTP/1.1\r\n\r\n`], TOO_LONG],
  [
    'a scrape of 20 KiB in two packets',
    [`GET /scrape?${'x'.repeat(10_240)}`, `${'x'.repeat(10_240)} HTTP/1.1\r\n\r\n`],
    TOO_LONG,
  ],
  ['an announce with a header of 20 KiB', [`GET /announce?a HTTP/1.1\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`], TOO_LONG],
  ['an announce with 3,000 headers', [`GET /announce?a HTTP/1.1\r\n${'A: b\r\n'.repeat(3_000)}\r\n`], TOO_LONG],
  [
    'a query that is too long alone',
    [`GET /announce?${'x'.repeat(8_193)} HTTP/1.1\r\nConnection: close\r\n\r\n`],
    'query is longer than 8192 characters',
  ],
  [
    'an info hash that is not escaped',
    ['GET /announce?info_hash=\xc3\xbf HTTP/1.1\r\n\r\n'],
    'the URL holds a byte that has to be written as % and two hexadecimal digits',
  ],
  [
    'a space that is not escaped, in a later packet',
    ['GET /announce?a=b', ' c HTTP/1.1\r\n\r\n'],
    'behind the URL stands HTTP/1.1, and a space in it has to be written as %20',
  ],
  [
    'a header without a colon',
    ['GET /scrape?a HTTP/1.1\r\nnonsense\r\n\r\n'],
    'this is no well-formed HTTP request: Invalid header token',
  ],
])('%s: a failure reason, which clients show', async (_, packets, reason) => {
  const tracker = await start();
  const reply = await converse(tracker.address, ...packets);
  expect(reply).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(reply.split('\r\n\r\n').slice(1)).toEqual([`d14:failure reason${reason.length}:${reason}e`]);
  const { requests } = JSON.parse((await ask(tracker.address, '/stats.json')).body.toString());
  expect(requests).toMatchObject({ failures: 1 });
  await expectAlive(tracker);
});

test('a request of 16 KiB is answered, whichever way it takes, and one of a byte more on neither', async () => {
  const tracker = await start();
  const answers = ['GET /announce?a HTTP/1.1\r\n', 'GET /announce?a HTTP/1.1\r\nContent-Length: 0\r\n'].map(
    async (begin) => {
      const padded = (length: number): string => {
        const head = `${begin}Connection: close\r\nA: `;
        return `${head}${'x'.repeat(length - head.length - 4)}\r\n\r\n`;
      };
      const replies = [16_384, 16_385].map((length) => converse(tracker.address, padded(length)));
      return (await Promise.all(replies)).map((reply) => reply.split('\r\n\r\n')[1]);
    },
  );
  const right = ['d14:failure reason20:info_hash is missinge', `d14:failure reason${TOO_LONG.length}:${TOO_LONG}e`];
  expect(await Promise.all(answers)).toEqual([right, right]);
});

test.each([
  [
    'another method',
    'FOO /announce?a HTTP/1.1\r\n\r\n',
    'the method FOO is not known here; trackers are asked with GET',
  ],
  ['one in small letters', 'get / HTTP/1.0\r\n\r\n', 'the method get is not known here; trackers are asked with GET'],
  [
    'one behind a request',
    'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGETX / HTTP/1.1\r\n\r\n',
    'the method GETX is not known here; trackers are asked with GET',
  ],
  ['no method', 'hello there\r\n\r\n', 'this is not an HTTP request'],
])('%s is called what it is', async (_, bytes, text) => {
  const tracker = await start();
  const reply = await converse(tracker.address, bytes);
  expect(reply.split('\r\n\r\n').at(-1)).toBe(`${text}\n`);
});

test.each([
  ['CONNECT', 'CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n'],
  ['garbage', 'hello\r\n\r\n'],
  ['an announce', 'GET /announce? HTTP/1.1\r\n\r\n'],
  ['the statistics', 'GET /stats HTTP/1.1\r\n\r\n'],
  ['half a request', 'GET /'],
])('who asks for %s and resets the connection at once does no harm', async (_, bytes) => {
  const tracker = await start();
  const { ip: host, port } = tracker.address;
  const resets = Array.from({ length: 20 }, async () => {
    const socket = connect({ host, port });
    const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('connect', () => socket.write(bytes, () => socket.resetAndDestroy()));
    await gone;
  });
  await Promise.all(resets);
  await expectAlive(tracker);
});

test('any bytes at all do no harm', async () => {
  const tracker = await start({ requestTimeout: 200 });
  const words = fc.constantFrom(
    'GET ',
    '/announce?',
    'info_hash=',
    '%',
    ' HTTP/1.1',
    '\r\n',
    '\r\n\r\n',
    '&',
    '=',
    ': ',
  );
  const noise = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(noise, async (parts) => {
      // Ends with what closes a connection in any case, if it is read as a request.
      const bytes = Buffer.from(`${parts.join('')}\r\n\r\nend\r\n\r\n`, 'latin1');
      const reply = await converse(tracker.address, bytes);
      expect(reply).toMatch(/^HTTP\/1\.1 (200|400|404|405|408|431|501) /);
    }),
    { numRuns: 60 },
  );
  await expectAlive(tracker);
});

test('any query is answered with bencode and status 200', async () => {
  const tracker = await start();
  const names = ['info_hash', 'peer_id', 'port', 'left', 'uploaded', 'downloaded', 'numwant', 'event', 'ip', 'compact'];
  const value = fc.oneof(
    fc.constantFrom(
      '',
      '0',
      '-1',
      '1e99',
      '99999999999999999999',
      '%00',
      '%',
      '%fF%zz',
      'started',
      '::1',
      '%41'.repeat(20),
    ),
    fc.string({ maxLength: 30 }).map(encodeURIComponent),
  );
  const parameters = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(parameters, fc.constantFrom('/announce', '/scrape'), async (all, path) => {
      const query = all.map(([name, written]) => `${name}=${written}`).join('&');
      const { status, body } = await ask(tracker.address, `${path}?${query}`);
      expect(status).toBe(200);
      expect(body.toString('latin1')).toMatch(/^d(14:failure reason|8:complete|5:files)/);
    }),
    { numRuns: 100 },
  );
});

test('a body is not read: the answer comes at once, and the connection ends', async () => {
  const tracker = await start();
  const head = 'GET /healthz HTTP/1.1\r\nContent-Length: 1000000000\r\n';
  for (const request of [`${head}\r\n`, `${head}Expect: 100-continue\r\n\r\n`, `${head}\r\n${'x'.repeat(100_000)}`]) {
    const reply = await converse(tracker.address, request);
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(reply).toMatch(/\r\nConnection: close\r\n/i);
  }
  const chunked = 'POST /announce HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nx';
  expect(await converse(tracker.address, chunked)).toMatch(/^HTTP\/1\.1 405 /);
});

test('clients that send nothing, half a request, or one byte now and then are let go', async () => {
  const tracker = await start({ requestTimeout: 200 });
  const replies = await Promise.all([
    converse(tracker.address),
    converse(tracker.address, 'GET /announce?info_hash='),
    converse(tracker.address, 'GET / HTTP/1.1\r\nHost: x\r\n'),
  ]);
  for (const reply of replies) expect(reply).toMatch(/^HTTP\/1\.1 408 /);
  await expectAlive(tracker);
});

test.each([
  ['the health', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 'ok\n'],
  ['a plain announce', 'GET /announce?a HTTP/1.1\r\nHost: x\r\n\r\n', 'failure reason'],
])('a connection that was used for %s is closed when nothing more comes', async (_, request, answer) => {
  const tracker = await start({ keepAlive: 100 });
  expect(await converse(tracker.address, request)).toContain(answer);
});

test('a connection may ask for announces first, and for anything after them', async () => {
  const tracker = await start();
  const query = encodeAnnounceQuery(requestOf(1));
  const replies = await converse(
    tracker.address,
    `GET /announce?${query} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET /announce?${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`,
    'GET /scrape?',
    ' HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n',
    'Connection: close\r\n\r\n',
  );
  expect(replies.match(/HTTP\/1\.1 200|interval|failure reason|ok\n/g)).toEqual([
    'HTTP/1.1 200',
    'interval',
    'interval',
    'HTTP/1.1 200',
    'interval',
    'interval',
    'HTTP/1.1 200',
    'failure reason',
    'HTTP/1.1 200',
    'ok\n',
  ]);
});

test('a tracker that closes takes connections with it that were answered', async () => {
  const tracker = await start({ keepAlive: 3_600_000 });
  const { ip: host, port } = tracker.address;
  const socket = connect({ host, port });
  const answered = new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.write(`GET /announce?${encodeAnnounceQuery(requestOf(1))} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await answered;
  const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await Promise.all([tracker.close(), gone]);
});

test('no more connections are answered than allowed, and there is room again when one has its answer', async () => {
  let asked = (): void => {};
  const waiting: (() => void)[] = [];
  const late = (): Promise<never> => {
    asked();
    return new Promise((_, reject) => waiting.push(() => reject(new StoreAwayError())));
  };
  const store: RemotePeerStore = {
    announce: late,
    scrape: late,
    swarms: () => Promise.resolve({ swarms: [], next: undefined }),
    totals: () => Promise.resolve({ torrents: 0, seeds: 0, leeches: 0 }),
    sweep: () => Promise.resolve(),
    trouble: () => undefined,
    close: () => Promise.resolve(),
  };
  const tracker = await start({ maxConnections: 2 }, { store });
  const { ip: host, port } = tracker.address;
  const asking: Socket[] = [];
  for (let n = 0; n < 2; n += 1) {
    const socket = await silent(host, port);
    asking.push(socket);
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    socket.write(`GET /announce?${encodeAnnounceQuery(requestOf(n))} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await isAsked;
  }
  expect(await converse(tracker.address, 'GET / HTTP/1.1\r\n\r\n')).toBe('');
  const answers = asking.map((socket) => once(socket, 'data'));
  for (const refuse of waiting) refuse();
  await Promise.all(answers);
  await expectSoon(async () => {
    const stats = JSON.parse((await ask(tracker.address, '/stats.json')).body.toString());
    expect(stats).toMatchObject({ requests: { droppedConnections: expect.any(Number) } });
    expect(stats.requests.droppedConnections).toBeGreaterThan(0);
  });
});

test('who opens connections and says nothing keeps nobody out, and who was answered is kept longest', async () => {
  const tracker = await start({ maxConnections: 3 });
  const { ip: host, port } = tracker.address;
  const answered = await opened(host, port);
  const [first, second, third] = [await silent(host, port), await silent(host, port), await silent(host, port)];
  await goneOf(first); // for the third one
  await expectAlive(tracker);
  await goneOf(second);
  const fourth = await silent(host, port);
  const fifth = await silent(host, port);
  await goneOf(third);
  for (const socket of [fourth, fifth]) {
    expect(socket.destroyed).toBe(false);
    const reply = once(socket, 'data');
    socket.write('GET /announce?a HTTP/1.1\r\nHost: x\r\n\r\n');
    await reply;
  }
  const sixth = await silent(host, port); // nobody waits unanswered: who was answered longest ago
  await goneOf(answered);
  await closed(sixth);
});

test('our own faults are logged, and clients are told no more than that', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const broken = (): never => {
    throw new Error('secret detail');
  };
  const store: PeerStore = {
    announce: broken,
    scrape: broken,
    swarms: broken,
    totals: broken,
    sweep: broken,
    forget: broken,
  };
  const tracker = await startTracker(trackerConfig({ http: { ip: '127.0.0.1', port: 0 } }), { store, log });
  running.push(tracker);
  const query = encodeAnnounceQuery(requestOf(1));
  const replies = [
    await ask(tracker.address, `/announce?${query}`),
    await ask(tracker.address, `/scrape?${query}`),
    await ask(tracker.address, '/stats.json'),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 500]);
  for (const { body } of replies) {
    expect(body.toString()).toContain('nternal error of the tracker; its operator finds it in the log');
    expect(body.toString()).not.toContain('secret');
  }
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 50, err: { message: 'secret detail' } });
});

/** Connected, and the server knows it: it takes connections in their order, and answers the next one. */
async function silent(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port }).on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Until the server has closed it. */
async function goneOf(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket.resume(), 'close');
}

async function opened(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  // Answered once, so the server surely counts it.
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', () => resolve());
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  });
  return socket;
}

async function closed(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.destroy();
  });
}

/** Tries until it holds; what kept it from holding last is told when the time is over. */
async function expectSoon(holds: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
