import { randomInt } from 'node:crypto';
import {
  type AnnounceAnswer,
  decodeBencode,
  decodeUtf8,
  encodeAnnounceQuery,
  formatAddress,
  toHex,
} from '@seedbed/protocol';
import { type AnnounceSeen, startTracker, type Tracker, type TrackerConfig, trackerConfig } from '@seedbed/tracker';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, infoHash, peerId, requestOf } from './swarm-fixtures.ts';
import { announceTo, ask, converse } from './tracker-client.ts';

const running: Tracker[] = [];
const seen: AnnounceSeen[] = [];

async function start(changes: Partial<TrackerConfig> = {}): Promise<Tracker> {
  const http = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  const config = trackerConfig({ http, maxPeers: 1_000, maxTorrents: 100, ...changes });
  const tracker = await startTracker(config, { onAnnounce: (announce) => seen.push(announce) });
  running.push(tracker);
  return tracker;
}

let tracker: Tracker;
beforeEach(async () => {
  tracker = await start();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
  seen.length = 0;
});

const text = (body: Buffer): string => body.toString('latin1');

const escapeAll = (bytes: Uint8Array): string => toHex(bytes).replace(/../g, '%$&');

/** A query with the info hash and peer id written as given. */
const rawQuery = (hash: string, id = escapeAll(peerId(1))): string =>
  `info_hash=${hash}&peer_id=${id}&port=6881&uploaded=0&downloaded=0&left=0`;

describe('announce', () => {
  test('peers find each other at the addresses that they come from', async () => {
    await announceTo(tracker.address, 1, { event: 'started' }, { from: addressOf(1).ip });
    const second = await announceTo(tracker.address, 2, { event: 'started', left: 0 }, { from: addressOf(2).ip });
    expect(second).toMatchObject({ ok: true, answer: { interval: 1800, minInterval: 60, peers: [addressOf(1)] } });
    await announceTo(tracker.address, 1, { event: 'stopped' }, { from: addressOf(1).ip });
    expect(await announceTo(tracker.address, 3)).toMatchObject({ answer: { peers: [addressOf(2)], complete: 1 } });
  });

  test('the announce URL is the one that was promised', async () => {
    expect(tracker.url).toBe(`http://${formatAddress(tracker.address)}/announce`);
    const response = await fetch(`${tracker.url}?${encodeAnnounceQuery(requestOf(1))}`);
    expect(response.status).toBe(200);
  });

  test('every byte of an info hash survives, in upper case, lower case and unescaped', async () => {
    const hash = Uint8Array.of(
      0,
      1,
      0x20,
      0x25,
      0x26,
      0x2b,
      0x3d,
      0x41,
      0x7e,
      0x7f,
      0x80,
      0x9f,
      0xa0,
      0xc0,
      0xd8,
      0xe9,
      0xf0,
      0xfd,
      0xfe,
      0xff,
    );
    const upper = toHex(hash).toUpperCase().replace(/../g, '%$&');
    // A bare + is a plus; A and ~ need no escape.
    const mixed = escapeAll(hash).replace('%2b', '+').replace('%41', 'A').replace('%7e', '~');
    for (const written of [escapeAll(hash), upper, mixed]) {
      expect((await ask(tracker.address, `/announce?${rawQuery(written)}`)).status).toBe(200);
      expect(seen.at(-1)?.infoHash).toEqual(hash);
    }
    const scraped = await ask(tracker.address, `/scrape?info_hash=${upper}`);
    expect(decodeBencode(scraped.body)).toMatchObject({ files: { [toHex(hash)]: { complete: 1 } } });
  });

  test('dictionaries on compact=0, without ids on no_peer_id', async () => {
    await announceTo(tracker.address, 1, {}, { from: addressOf(1).ip });
    const path = `/announce?${encodeAnnounceQuery(requestOf(2, { compact: false }))}`;
    const { body } = await ask(tracker.address, path);
    expect(text(body)).toContain(`5:peersld2:ip9:127.0.0.17:peer id20:${text(Buffer.from(peerId(1)))}4:porti6881eee`);
    expect(text((await ask(tracker.address, `${path}&no_peer_id=1`)).body)).toContain(
      '5:peersld2:ip9:127.0.0.14:porti6881eee',
    );
  });

  test.each([
    ['no parameters', '', 'info_hash is missing'],
    ['a short info hash', rawQuery('%aa'), 'info_hash has 1 bytes, it has 20'],
    ['a broken escape', rawQuery('%zz'), 'info_hash has a % without two hexadecimal digits'],
    ['a doubled parameter', `${rawQuery(escapeAll(infoHash()))}&port=1`, 'port is given 2 times'],
    ['a port out of range', rawQuery(escapeAll(infoHash())).replace('6881', '65536'), 'port is not an integer from 0'],
    ['a query without an end', `x=${'y'.repeat(9_000)}`, 'query is longer than 8192 characters'],
  ])('%s: a failure reason with status 200', async (_, query, reason) => {
    const { status, headers, body } = await ask(tracker.address, `/announce?${query}`);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/plain' });
    expect(text(body)).toMatch(/^d14:failure reason\d+:/);
    expect(text(body)).toContain(reason);
  });

  test('connections are kept, and requests that come together are answered in order', async () => {
    const line = (n: number): string => `GET /announce?${encodeAnnounceQuery(requestOf(n))} HTTP/1.1\r\nHost: t\r\n`;
    const replies = await converse(tracker.address, `${line(1)}\r\n${line(2)}\r\n${line(3)}Connection: close\r\n\r\n`);
    expect(replies.match(/incompletei\de/g)).toEqual(['incompletei1e', 'incompletei2e', 'incompletei3e']);
  });

  test('old and simple clients are answered: HTTP/1.0, no Host, a whole URL as target', async () => {
    const query = encodeAnnounceQuery(requestOf(1));
    expect(await converse(tracker.address, `GET /announce?${query} HTTP/1.0\r\n\r\n`)).toContain('8:completei0e');
    const whole = `GET http://tracker.invalid/announce?${query} HTTP/1.1\r\nConnection: close\r\n\r\n`;
    expect(await converse(tracker.address, whole)).toContain('8:completei0e');
  });

  test('a request that comes byte by byte is the same request', async () => {
    const query = encodeAnnounceQuery(requestOf(1));
    const bytes = [...`GET /announce?${query} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`];
    expect(await converse(tracker.address, ...bytes)).toContain('incompletei1e');
  });

  test('a proxy is believed only when it is trusted', async () => {
    const asking = { from: addressOf(1).ip, headers: { 'X-Forwarded-For': '6.6.6.6, 10.0.0.7' } };
    await announceTo(tracker.address, 1, {}, asking);
    expect(await announceTo(tracker.address, 9)).toMatchObject({ answer: { peers: [addressOf(1)] } });
    const behind = await start({ trustProxy: 1 });
    await announceTo(behind.address, 1, {}, asking);
    expect(await announceTo(behind.address, 9)).toMatchObject({ answer: { peers: [{ ip: '10.0.0.7', port: 6881 }] } });
    const lost = await announceTo(behind.address, 2, {}, { headers: { 'X-Forwarded-For': 'somewhere' } });
    expect(lost).toMatchObject({ ok: false, failure: 'the proxy in front of this tracker did not say where you are' });
  });

  test('`key` and `trackerid` are taken; a peer is told apart by its id and address', async () => {
    const named = await start({ trackerId: 'seedbed' });
    const from = { from: addressOf(1).ip };
    expect(await announceTo(named.address, 1, { key: 'a' }, from)).toMatchObject({ answer: { trackerId: 'seedbed' } });
    const again = await announceTo(named.address, 1, { key: 'b', trackerId: 'seedbed' }, from);
    expect(again).toMatchObject({ answer: { incomplete: 1, externalIp: addressOf(1).ip } });
    const moved = await announceTo(named.address, 1, { key: 'b' }, { from: addressOf(2).ip });
    expect(moved).toMatchObject({ answer: { incomplete: 2 } });
  });

  test('dictionaries hold peers of both families, and those of IPv6 with their ids', async () => {
    const both = await start({ http: { ip: '::', port: 0 } });
    const { port } = both.address;
    await announceTo({ ip: '127.0.0.1', port }, 1);
    await announceTo({ ip: '::1', port }, 2);
    const asked = await announceTo({ ip: '::1', port }, 3, { compact: false });
    expect(asked).toMatchObject({
      answer: {
        peers: expect.arrayContaining([
          { ip: '127.0.0.1', port: 6881, peerId: peerId(1) },
          { ip: '::1', port: 6881, peerId: peerId(2) },
        ]),
      },
    });
  });

  test('a minimal interval is never longer than the interval, and nobody gets more peers than the most', async () => {
    const quick = await start({ interval: 2_000, maxNumwant: 1 });
    for (const n of [1, 2, 3]) await announceTo(quick.address, n);
    const { answer } = (await announceTo(quick.address, 4)) as { answer: AnnounceAnswer };
    expect(answer).toMatchObject({ interval: 2, minInterval: 2 });
    expect(answer.peers).toHaveLength(1);
  });

  test('who wants to know is told of each announce', async () => {
    await announceTo(tracker.address, 1, { event: 'started', left: 5 }, { from: addressOf(1).ip });
    await announceTo(tracker.address, 2, {}, { from: addressOf(2).ip });
    await ask(tracker.address, '/announce?nonsense');
    expect(seen).toMatchObject([
      { ip: addressOf(1).ip, port: 6881, event: 'started', left: 5, peers: 0, complete: 0, incomplete: 1 },
      { ip: addressOf(2).ip, peerId: peerId(2), event: 'periodic', peers: 1, incomplete: 2 },
      { ip: '127.0.0.1', failure: 'info_hash is missing' },
    ]);
  });
});

describe('on IPv6', () => {
  test('peers are found by peers6', async () => {
    const ipv6 = await start({ http: { ip: '::1', port: 0 } });
    expect(ipv6.url).toMatch(/^http:\/\/\[::1\]:\d+\/announce$/);
    await announceTo(ipv6.address, 1);
    const { body } = await ask(ipv6.address, `/announce?${encodeAnnounceQuery(requestOf(2))}`);
    expect(text(body)).toContain(`5:peers0:6:peers618:${'\0'.repeat(15)}\x01\x1a\xe1e`);
  });

  test('a socket for both families stores IPv4 clients as IPv4', async () => {
    const both = await start({ http: { ip: '::', port: 0 } });
    const { port } = both.address;
    await announceTo({ ip: '127.0.0.1', port }, 1, {}, { from: addressOf(1).ip });
    expect(await announceTo({ ip: '::1', port }, 2)).toMatchObject({ answer: { peers: [addressOf(1)] } });
  });
});

describe('scrape', () => {
  const scrapeOf = (...hashes: readonly Uint8Array[]): string =>
    `/scrape?${hashes.map((hash) => `info_hash=${escapeAll(hash)}`).join('&')}`;

  test('several torrents at once', async () => {
    await announceTo(tracker.address, 1, { event: 'completed', left: 0 });
    await announceTo(tracker.address, 2);
    const { body } = await ask(tracker.address, scrapeOf(infoHash(5), infoHash()));
    expect(decodeBencode(body)).toEqual({
      files: {
        [decodeUtf8(infoHash())]: { complete: 1, downloaded: 1, incomplete: 1 },
        [decodeUtf8(infoHash(5))]: { complete: 0, downloaded: 0, incomplete: 0 },
      },
    });
  });

  test('all torrents only with the setting', async () => {
    await announceTo(tracker.address, 1);
    expect(text((await ask(tracker.address, '/scrape')).body)).toContain('failure reason');
    const open = await start({ fullScrape: true });
    await announceTo(open.address, 1);
    expect(text((await ask(open.address, '/scrape')).body)).toContain(
      'd8:completei0e10:downloadedi0e10:incompletei1ee',
    );
  });

  test('a wrong info hash: a failure reason', async () => {
    expect(text((await ask(tracker.address, '/scrape?info_hash=abc')).body)).toContain('info_hash has 3 bytes');
  });
});

describe('for people', () => {
  test('the health check', async () => {
    const { status, body } = await ask(tracker.address, '/healthz');
    expect({ status, body: text(body) }).toEqual({ status: 200, body: 'ok\n' });
  });

  test('the statistics are those of what happened', async () => {
    await announceTo(tracker.address, 1, { event: 'started' });
    await announceTo(tracker.address, 2, { event: 'completed', left: 0 });
    await ask(tracker.address, '/announce');
    await ask(tracker.address, '/scrape');
    const { headers, body } = await ask(tracker.address, '/stats.json');
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(body.toString())).toEqual({
      uptimeSeconds: expect.any(Number),
      torrents: 1,
      peers: 2,
      seeds: 1,
      leeches: 1,
      requests: {
        announces: 3,
        scrapes: 1,
        events: { started: 1, completed: 1, stopped: 0, periodic: 0 },
        failures: 2,
        failuresByKind: {
          malformed: 1,
          'full-scrape': 1,
          'torrent-denied': 0,
          'rate-limited': 0,
          'on-purpose': 0,
          'store-away': 0,
          internal: 0,
        },
        turnedAway: 0,
        droppedConnections: 0,
        connects: 0,
        strangeConnectionIds: 0,
        strangeDatagrams: 0,
        droppedDatagrams: 0,
        internalErrors: 0,
      },
      swarms: [{ infoHash: toHex(infoHash()), complete: 1, incomplete: 1, downloaded: 1 }],
    });
    const page = await ask(tracker.address, '/stats');
    expect(page.headers['content-type']).toContain('text/html');
    expect(text(page.body)).toContain(`<td><code>${toHex(infoHash())}</code></td><td>1</td><td>1</td><td>1</td>`);
  });

  test('peers that are turned away are counted', async () => {
    const small = await start({ maxPeers: 1 });
    await announceTo(small.address, 1);
    expect(await announceTo(small.address, 2)).toMatchObject({ answer: { warning: expect.stringContaining('full') } });
    expect(JSON.parse((await ask(small.address, '/stats.json')).body.toString())).toMatchObject({
      peers: 1,
      requests: { turnedAway: 1 },
    });
  });

  test('a first page that says where to go', async () => {
    const { body } = await ask(tracker.address, '/');
    for (const path of ['/stats', '/stats.json', '/healthz', '/metrics']) {
      expect(text(body)).toContain(`href="${path}"`);
    }
    expect(text(body)).toContain(tracker.url);
    await announceTo(tracker.address, 1);
    const later = await ask(tracker.address, '/');
    expect(text(later.body)).toContain(`<td><code>${toHex(infoHash())}</code></td><td>0</td><td>1</td><td>0</td>`);
    expect(later.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
  });

  test.each(['/nothing', '/announce/', '/announcement', '/stats/deeper', '/%', '/a%00b', '*'])(
    'at %s there is nothing, and the answer says what there is',
    async (path) => {
      const { status, body } = await ask(tracker.address, path);
      expect(status).toBe(404);
      expect(text(body)).toBe(
        'There is nothing here. This tracker answers /, /announce, /scrape, /stats, /stats.json, /healthz and /metrics.\n',
      );
    },
  );

  test('HEAD is answered like GET, without a body', async () => {
    for (const path of ['/healthz', '/stats', '/scrape?info_hash=12345678901234567890']) {
      const { status, headers, body } = await ask(tracker.address, path, { method: 'HEAD' });
      expect({ status, length: body.length }).toEqual({ status: 200, length: 0 });
      expect(Number(headers['content-length'])).toBeGreaterThan(0);
    }
  });

  test('HEAD of an announce is refused and stores nobody', async () => {
    const stats = async (): Promise<unknown> =>
      JSON.parse(text((await ask(tracker.address, '/stats.json')).body)).peers;
    const before = await stats();
    const query = encodeAnnounceQuery(requestOf(77, { infoHash: infoHash(77) }));
    const { status, headers } = await ask(tracker.address, `/announce?${query}`, { method: 'HEAD' });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET' });
    expect(await stats()).toBe(before);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    '%s is refused with a clear answer, everywhere',
    async (method) => {
      for (const path of ['/announce', '/stats', '/nothing']) {
        const { status, headers, body } = await ask(tracker.address, path, { method });
        expect({ status, allow: headers.allow }).toEqual({
          status: 405,
          allow: path === '/announce' ? 'GET' : 'GET, HEAD',
        });
        expect(text(body)).toBe(`${method} is not answered here; trackers are asked with GET.\n`);
      }
    },
  );
});
