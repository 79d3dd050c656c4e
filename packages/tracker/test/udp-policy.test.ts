import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SwarmEvent } from '@seedbed/events';
import { encodeUdpRequest, parseAddress, printableId, toHex, type UdpAnswer } from '@seedbed/protocol';
import { startTracker, type Tracker, type TrackerConfig, trackerConfig } from '@seedbed/tracker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FIRST_ANNOUNCE, firstAnnounceOf, heardOf } from './announce-events.ts';
import { addressOf, infoHash, peerId, requestOf } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { UdpClient } from './udp-client.ts';

// What an operator asks of a tracker holds for announces over UDP as for those over HTTP.

async function start(changes: Partial<TrackerConfig>, told: SwarmEvent[] = []): Promise<Tracker> {
  const at = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  const config = trackerConfig({ http: at, udp: at, maxPeers: 1_000, maxTorrents: 100, ...changes });
  const tracker = await startTracker(config, { events: { emit: (event) => void told.push(event) } });
  onTestFinished(() => tracker.close());
  return tracker;
}

/** The n-th peer's client. */
async function peer(n: number, tracker: Tracker): Promise<UdpClient> {
  const address = parseAddress((tracker.urls[1] ?? '').slice('udp://'.length, -'/announce'.length));
  if (address === undefined) throw new Error(`no UDP in ${tracker.urls}`);
  const client = await UdpClient.open(address, addressOf(n).ip);
  onTestFinished(() => client[Symbol.asyncDispose]());
  return client;
}

const announceBy = async (n: number, tracker: Tracker, hash = infoHash()): Promise<UdpAnswer> =>
  (await peer(n, tracker)).announce(n, { infoHash: hash });

async function statsOf({ address }: Tracker): Promise<unknown> {
  return JSON.parse((await ask(address, '/stats.json')).body.toString());
}

const denied = { type: 'error', message: 'this tracker does not serve this torrent' };

describe('lists', () => {
  test('a denied torrent is refused by action 3, and its peer not stored', async () => {
    const denyList = join(temporaryFolder(), 'denied');
    writeFileSync(denyList, toHex(infoHash(2)));
    const tracker = await start({ denyList });
    expect(await announceBy(1, tracker, infoHash(2))).toEqual({ ...denied, transactionId: 1 });
    expect(await announceBy(1, tracker, infoHash(3))).toMatchObject({ type: 'announce' });
    expect(await statsOf(tracker)).toMatchObject({
      peers: 1,
      requests: { announces: 2, failures: 1, failuresByKind: { 'torrent-denied': 1 } },
    });
    writeFileSync(denyList, toHex(infoHash(3)));
    await tracker.reload?.();
    expect(await announceBy(1, tracker, infoHash(3))).toMatchObject(denied);
    expect(await announceBy(1, tracker, infoHash(2))).toMatchObject({ type: 'announce', answer: { incomplete: 1 } });
  });

  test('with an allow list nothing else is served', async () => {
    const allowList = join(temporaryFolder(), 'allowed');
    writeFileSync(allowList, toHex(infoHash(2)));
    const tracker = await start({ allowList });
    expect(await announceBy(1, tracker, infoHash(2))).toMatchObject({ type: 'announce' });
    expect(await announceBy(1, tracker, infoHash(3))).toMatchObject(denied);
  });
});

describe('the rate of an address', () => {
  test('is one for HTTP and UDP together, and others have their own', async () => {
    const tracker = await start({ announcesPerMinute: 2 });
    const client = await peer(1, tracker);
    expect(await client.announce(1)).toMatchObject({ type: 'announce' });
    expect(await announceTo(tracker.address, 1, {}, { from: addressOf(1).ip })).toMatchObject({ ok: true });
    expect(await client.announce(7)).toEqual({
      type: 'error',
      transactionId: 7,
      message: expect.stringMatching(/^too many announces from your address; come again in (30|29) s$/),
    });
    expect(await announceBy(2, tracker)).toMatchObject({ type: 'announce' });
    expect(await statsOf(tracker)).toMatchObject({ requests: { failuresByKind: { 'rate-limited': 1 } } });
  });

  test('is not used up by datagrams without a right connection id, whose source may be a lie', async () => {
    const tracker = await start({ announcesPerMinute: 1 });
    const client = await peer(1, tracker);
    const connectionId = new Uint8Array(8).fill(9);
    const announce = requestOf(1);
    for (let n = 0; n < 5; n += 1) {
      client.send(encodeUdpRequest({ type: 'announce', connectionId, transactionId: n, announce, urlData: '' }));
    }
    expect(await client.unasked()).toEqual([]);
    expect(await client.announce(1)).toMatchObject({ type: 'announce' });
  });
});

describe('faults', () => {
  test.each([
    ['interval:0', 0],
    ['interval:7', 7],
    ['interval:2^31', 2 ** 31],
    // A datagram has room for the lowest 32 bits.
    ['interval:2^40', 0],
  ])('%s', async (fault, seconds) => {
    const client = await peer(1, await start({ fault: [fault] }));
    const connectionId = await client.connect();
    client.send(
      encodeUdpRequest({ type: 'announce', connectionId, transactionId: 1, announce: requestOf(1), urlData: '' }),
    );
    expect((await client.next()).readUInt32BE(8)).toBe(seconds);
  });

  test('itself and dead peers in the list, in front of the real ones', async () => {
    const tracker = await start({ fault: ['dead-peers:2', 'self'] });
    await announceBy(1, tracker);
    expect(await announceBy(2, tracker)).toMatchObject({
      answer: {
        peers: [addressOf(2), { ip: '192.0.2.1', port: 6881 }, { ip: '192.0.2.2', port: 6881 }, addressOf(1)],
      },
    });
  });

  test('more dead peers than a packet holds: it is filled and no longer', async () => {
    const client = await peer(1, await start({ fault: ['dead-peers:10000'] }));
    const answer = await client.announce(1);
    expect(answer.type === 'announce' && answer.answer.peers.length).toBe(202);
  });

  test('a failure reason: action 3, cut where the packet ends; the peer is not stored', async () => {
    const tracker = await start({ fault: ['failure:closed'] });
    expect(await announceBy(1, tracker)).toEqual({ type: 'error', transactionId: 1, message: 'closed' });
    expect(await statsOf(tracker)).toMatchObject({ peers: 0, requests: { failuresByKind: { 'on-purpose': 1 } } });
    const wordy = await peer(1, await start({ fault: [`failure:${'€'.repeat(1_000)}`] }));
    const connectionId = await wordy.connect();
    wordy.send(
      encodeUdpRequest({ type: 'announce', connectionId, transactionId: 1, announce: requestOf(1), urlData: '' }),
    );
    expect((await wordy.next()).length).toBe(1_232);
  });

  test('those of HTTP pass datagrams by', async () => {
    const tracker = await start({ fault: ['refuse', 'http-500', 'truncated', 'malformed', 'delay:1h'] });
    expect(await announceBy(1, tracker)).toMatchObject({ type: 'announce', answer: { incomplete: 1 } });
  });
});

test('each announce is an event: who, from where, what it said, what it got', async () => {
  const told: SwarmEvent[] = [];
  const denyList = join(temporaryFolder(), 'denied');
  writeFileSync(denyList, toHex(infoHash(2)));
  const tracker = await start({ denyList }, told);
  const client = await peer(5, tracker);
  await client.announce(5, FIRST_ANNOUNCE);
  await client.announce(6, { infoHash: infoHash(2) });
  const cut = encodeUdpRequest({
    type: 'announce',
    connectionId: await client.connect(),
    transactionId: 9,
    announce: requestOf(7),
    urlData: '',
  }).subarray(0, 50);
  expect(await client.askBytes(cut)).toMatchObject({ type: 'error' });
  const heard = heardOf(5);
  expect(told).toEqual([
    firstAnnounceOf(5),
    expect.objectContaining({
      ...heard,
      type: 'announce-refused',
      remote: printableId(peerId(6)),
      reason: denied.message,
    }),
    { ...heard, type: 'announce-refused', address: addressOf(5).ip, reason: 'an announce of 50 bytes, it has 98' },
  ]);
});

test('an event counts the peers that were sent: those of the own family, as many as there is room for', async () => {
  const told: SwarmEvent[] = [];
  const tracker = await start({ udp: { ip: '::', port: 0 } }, told);
  const port = parseAddress((tracker.urls[1] ?? '').slice('udp://'.length, -'/announce'.length))?.port ?? 0;
  for (const ip of ['127.0.0.1', '::1']) {
    const client = await UdpClient.open({ ip, port }, ip);
    onTestFinished(() => client[Symbol.asyncDispose]());
    for (const n of [1, 2]) await client.announce(n);
  }
  expect(told).toMatchObject([{ peers: 0 }, { peers: 1 }, { peers: 0 }, { peers: 1, incomplete: 4 }]);
  const crowded: SwarmEvent[] = [];
  await announceBy(1, await start({ fault: ['dead-peers:10000'] }, crowded));
  expect(crowded).toMatchObject([{ peers: 202 }]);
});

test('what came over UDP outlives the tracker in its file', async () => {
  const state = join(temporaryFolder(), 'state');
  const first = await start({ state });
  await announceBy(1, first);
  await first.close();
  expect(await announceBy(2, await start({ state }))).toMatchObject({ answer: { peers: [addressOf(1)] } });
});
