import { randomInt } from 'node:crypto';
import { encodeUdpRequest, parseAddress } from '@seedbed/protocol';
import { startTracker, type Tracker, type TrackerConfig, trackerConfig } from '@seedbed/tracker';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, infoHash, requestOf } from './swarm-fixtures.ts';
import { announceTo, ask } from './tracker-client.ts';
import { UdpClient } from './udp-client.ts';

const open: (() => Promise<void>)[] = [];

async function start(changes: Partial<TrackerConfig> = {}): Promise<Tracker> {
  const at = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  const config = trackerConfig({ http: at, udp: at, maxPeers: 1_000, maxTorrents: 100, ...changes });
  const tracker = await startTracker(config);
  open.push(() => tracker.close());
  return tracker;
}

async function client(tracker: Tracker, from: string): Promise<UdpClient> {
  const address = parseAddress(/^udp:\/\/(.*)\/announce$/.exec(tracker.urls[1] ?? '')?.[1] ?? '');
  if (address === undefined) throw new Error(`no UDP in ${tracker.urls}`);
  // A socket that comes from IPv4 reaches one for both families by its IPv4 address.
  const ip = address.ip === '::1' && !from.includes(':') ? '127.0.0.1' : address.ip;
  const made = await UdpClient.open({ ip, port: address.port }, from);
  open.push(() => made[Symbol.asyncDispose]());
  return made;
}

/** The n-th peer's client. */
const peer = (n: number, tracker = theTracker): Promise<UdpClient> => client(tracker, addressOf(n).ip);

async function counters(tracker = theTracker): Promise<Record<string, number>> {
  return JSON.parse((await ask(tracker.address, '/stats.json')).body.toString()).requests;
}

let theTracker: Tracker;
beforeEach(async () => {
  theTracker = await start();
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

describe('announce', () => {
  test('peers find each other at the addresses that they come from, over UDP and HTTP', async () => {
    await (await peer(1)).announce(1, { event: 'started' });
    const second = await (await peer(2)).announce(2, { event: 'started', left: 0 });
    expect(second).toEqual({
      type: 'announce',
      transactionId: 2,
      answer: { interval: 1800, complete: 1, incomplete: 1, peers: [addressOf(1)] },
    });
    expect(await announceTo(theTracker.address, 3)).toMatchObject({ answer: { complete: 1, incomplete: 2 } });
    await (await peer(1)).announce(1, { event: 'stopped' });
    expect(await (await peer(4)).announce(4)).toMatchObject({ answer: { complete: 1, incomplete: 2 } });
    expect(await counters()).toMatchObject({ announces: 5, connects: 4, events: { started: 2, stopped: 1 } });
  });

  test.each(['', '/', '/announce', '/announce.php?passkey=abc', '/x'.repeat(300)])(
    'a path is passed over, because most clients send none (BEP 41): %s',
    async (urlData) => {
      expect(await (await peer(1)).announce(1, {}, urlData)).toMatchObject({ answer: { incomplete: 1 } });
    },
  );

  test('numwant: -1 is the default, 0 none, and the cap holds', async () => {
    const tracker = await start({ numwant: 3, maxNumwant: 5 });
    for (let n = 1; n <= 9; n += 1) await (await peer(n, tracker)).announce(n);
    const looker = await peer(99, tracker);
    for (const [numwant, expected] of [
      [-1, 3],
      [-7, 3],
      [0, 0],
      [2, 2],
      [2 ** 31 - 1, 5],
    ] as const) {
      const answer = await looker.announce(99, { port: 0, numwant });
      expect(answer.type === 'announce' && answer.answer.peers.length, `numwant ${numwant}`).toBe(expected);
    }
  });

  test('an answer fits into one packet whatever is wanted and allowed', async () => {
    const tracker = await start({ http: { ip: '::1', port: 0 }, udp: { ip: '::', port: 0 }, maxNumwant: 10_000 });
    for (const from of ['127.0.0.1', '::1']) {
      const asking = await client(tracker, from);
      const connectionId = await asking.connect();
      for (let n = 1; n <= 210; n += 1) {
        await asking.ask({ type: 'announce', connectionId, transactionId: n, announce: requestOf(n), urlData: '' });
      }
      const announce = requestOf(999, { port: 0, numwant: 1_000 });
      asking.send(encodeUdpRequest({ type: 'announce', connectionId, transactionId: 1, announce, urlData: '' }));
      expect((await asking.next()).length).toBe(from === '::1' ? 20 + 67 * 18 : 20 + 202 * 6);
    }
  });

  test('`key` is taken, and a peer is told apart by its id and address, not by its key', async () => {
    const one = await peer(1);
    await one.announce(1, { key: '0badcafe' });
    await one.announce(1, { key: '12345678' });
    expect(await (await peer(2)).announce(1, { key: '12345678' })).toMatchObject({ answer: { incomplete: 2 } });
  });

  test('`ip` counts as over HTTP: only with the setting', async () => {
    const believing = await start({ trustIpParameter: true });
    for (const [tracker, seen] of [
      [theTracker, addressOf(1).ip],
      [believing, '10.9.9.9'],
    ] as const) {
      await (await peer(1, tracker)).announce(1, { ip: '10.9.9.9' });
      expect(await (await peer(2, tracker)).announce(2)).toMatchObject({ answer: { peers: [{ ip: seen }] } });
    }
  });

  test('what is wrong is said as an error, to those whose connection id is right', async () => {
    const asking = await peer(1);
    const connectionId = await asking.connect();
    const request = { type: 'announce', connectionId, transactionId: 77, announce: requestOf(1), urlData: '' } as const;
    const bytes = encodeUdpRequest(request);
    for (const [changed, message] of [
      [bytes.with(83, 9), 'event is not 0 (none), 1 (completed), 2 (started) or 3 (stopped)'],
      [bytes.with(11, 9), 'action 9 is not 0 (connect), 1 (announce) or 2 (scrape)'],
      [bytes.subarray(0, 90), 'an announce of 90 bytes, it has 98'],
      [Uint8Array.of(...bytes, 2, 9), 'an option of the announce claims more bytes than there are'],
    ] as const) {
      expect(await asking.askBytes(changed)).toEqual({ type: 'error', transactionId: 77, message });
    }
    expect(await counters()).toMatchObject({ failures: 4 });
  });
});

describe('families', () => {
  test('over IPv6 come peers of IPv6 alone, over IPv4 those of IPv4, from one socket', async () => {
    const tracker = await start({ udp: { ip: '::', port: 0 } });
    const [four, six] = [await client(tracker, '127.0.0.1'), await client(tracker, '::1')];
    await four.announce(1);
    await six.announce(2);
    expect(await four.announce(3)).toMatchObject({
      answer: { incomplete: 3, peers: [{ ip: '127.0.0.1', port: 6881 }] },
    });
    expect(await six.announce(4)).toMatchObject({ answer: { incomplete: 4, peers: [{ ip: '::1', port: 6881 }] } });
  });
});

describe('scrape', () => {
  test('up to 74 torrents, in the order of the question', async () => {
    const asking = await peer(1);
    await asking.announce(1, { event: 'completed', left: 0, infoHash: infoHash(70) });
    const infoHashes = Array.from({ length: 74 }, (_, n) => infoHash(n));
    const answer = await asking.ask({
      type: 'scrape',
      connectionId: await asking.connect(),
      transactionId: 5,
      infoHashes,
    });
    if (answer.type !== 'scrape') throw new Error(answer.type);
    expect(answer.torrents).toHaveLength(74);
    expect(answer.torrents[70]).toEqual({ complete: 1, downloaded: 1, incomplete: 0 });
    expect(answer.torrents[69]).toEqual({ complete: 0, downloaded: 0, incomplete: 0 });
  });

  test('none and too many are errors', async () => {
    const asking = await peer(1);
    const scrape = { type: 'scrape', connectionId: await asking.connect(), transactionId: 5 } as const;
    const one = encodeUdpRequest({ ...scrape, infoHashes: [infoHash()] });
    expect(await asking.askBytes(one.subarray(0, 30))).toMatchObject({
      message: expect.stringContaining('no torrent'),
    });
    const many = Uint8Array.of(...one, ...new Uint8Array(74 * 20));
    expect(await asking.askBytes(many)).toMatchObject({ message: expect.stringContaining('at most 74') });
  });
});

describe('starting and stopping', () => {
  test('the URLs are those of HTTP and of UDP, and the page at / names them', async () => {
    expect(theTracker.urls).toEqual([
      theTracker.url,
      expect.stringMatching(/^udp:\/\/127\.[\d.]+:[1-9]\d*\/announce$/),
    ]);
    const { body } = await ask(theTracker.address, '/');
    for (const url of theTracker.urls) expect(body.toString()).toContain(url);
    expect((await start({ udp: undefined })).urls).toHaveLength(1);
  });

  test('a port that is taken is named with its flag, and nothing is left running', async () => {
    const udp = parseAddress((theTracker.urls[1] ?? '').slice(6, -9));
    const failed = await startTracker(trackerConfig({ http: { ip: '127.3.2.9', port: 0 }, udp })).catch(
      (e: unknown) => e,
    );
    expect(failed).toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining('is taken by another program: stop it, or choose another address with --udp'),
    });
  });

  test('after it is closed the port is free', async () => {
    const udp = parseAddress((theTracker.urls[1] ?? '').slice(6, -9));
    await theTracker.close();
    const again = await start({ udp });
    expect(again.urls[1]).toBe(theTracker.urls[1]);
  });
});
