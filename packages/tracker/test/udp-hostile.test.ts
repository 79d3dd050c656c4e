import { randomInt } from 'node:crypto';
import { encodeUdpRequest, type PeerAddress, parseAddress } from '@seedbed/protocol';
import { startTracker, type Tracker, trackerConfig } from '@seedbed/tracker';
import { MemoryStore } from '@seedbed/tracker/announce';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addressOf, infoHash, requestOf, seededRandom } from './swarm-fixtures.ts';
import { ask } from './tracker-client.ts';
import { UdpClient } from './udp-client.ts';

let tracker: Tracker;
let server: PeerAddress;
const clients: UdpClient[] = [];

beforeAll(async () => {
  const at = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  tracker = await startTracker(trackerConfig({ http: at, udp: at, maxPeers: 1_000, maxTorrents: 100 }));
  const address = parseAddress((tracker.urls[1] ?? '').slice('udp://'.length, -'/announce'.length));
  if (address === undefined) throw new Error(`no address in ${tracker.urls}`);
  server = address;
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client[Symbol.asyncDispose]()));
});

afterAll(() => tracker.close());

async function open(n: number): Promise<UdpClient> {
  const client = await UdpClient.open(server, addressOf(n).ip);
  clients.push(client);
  return client;
}

async function requests(): Promise<Record<string, number>> {
  return JSON.parse((await ask(tracker.address, '/stats.json')).body.toString()).requests;
}

/** Everybody else is answered as ever. */
async function expectAlive(): Promise<void> {
  expect(await (await open(77)).announce(77)).toMatchObject({ type: 'announce' });
  expect(await requests()).toMatchObject({ internalErrors: 0 });
}

const announceWith = (connectionId: Uint8Array): Uint8Array =>
  encodeUdpRequest({ type: 'announce', connectionId, transactionId: 9, announce: requestOf(1), urlData: '' });

test('of every length, with a connection id that nobody gave out: silence', async () => {
  const stranger = await open(1);
  for (const action of [0, 1, 2, 3, 255]) {
    for (let length = 0; length <= 200; length += 1) {
      const datagram = new Uint8Array(length).fill(0xa5);
      datagram.set([0, 0, 0, action].slice(0, Math.max(0, length - 8)), Math.min(8, length));
      stranger.send(datagram);
      // A few at a time, so that none is lost in a full buffer.
      if (length % 50 === 0) expect(await stranger.unasked(), `action ${action}, up to ${length} bytes`).toEqual([]);
    }
  }
  const { strangeDatagrams = 0, strangeConnectionIds = 0 } = await requests();
  expect([strangeDatagrams, strangeConnectionIds]).toEqual([5 * 16, 5 * 185]);
  await expectAlive();
});

test('of every length, with a connection id of its own: an answer or an error, once', async () => {
  const client = await open(2);
  const id = await client.connect();
  for (const action of [1, 2, 3, 255]) {
    for (let length = 16; length <= 200; length += 1) {
      const datagram = new Uint8Array(length);
      datagram.set(id);
      datagram[11] = action;
      const { type } = await client.askBytes(datagram);
      expect(['announce', 'scrape', 'error']).toContain(type);
    }
  }
  await expectAlive();
});

test('a connect is answered by no more bytes than it has, and not without the id of the protocol', async () => {
  const client = await open(3);
  const connect = encodeUdpRequest({ type: 'connect', transactionId: 5 });
  client.send(connect);
  expect((await client.next()).length).toBe(connect.length);
  for (let at = 0; at < 8; at += 1) client.send(connect.with(at, (connect[at] ?? 0) ^ 1));
  expect(await client.unasked()).toEqual([]);
});

test('an id is good at another port of its address and at no other address', async () => {
  const [owner, neighbour, thief] = [await open(4), await open(4), await open(5)];
  const id = await owner.connect();
  expect(await neighbour.askBytes(announceWith(id))).toMatchObject({ type: 'announce' });
  for (let n = 0; n < 20; n += 1) thief.send(announceWith(id));
  expect(await thief.unasked()).toEqual([]);
});

test('fields of an announce that are out of every range', async () => {
  const client = await open(6);
  const bytes = announceWith(await client.connect());
  for (let at = 16; at < bytes.length; at += 1) {
    for (const byte of [0, 0x7f, 0x80, 0xff]) {
      const changed = Uint8Array.from(bytes).fill(byte, at, Math.min(at + 8, bytes.length));
      expect(['announce', 'error']).toContain((await client.askBytes(changed)).type);
    }
  }
  await expectAlive();
});

test('random changes of requests that are right, and random bytes', async () => {
  const { UDP_SEED = String(randomInt(2 ** 31)) } = process.env;
  const seed = Number(UDP_SEED);
  console.info(`UDP_SEED=${seed}`);
  const random = seededRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const client = await open(7);
  const connectionId = await client.connect();
  const scrape = encodeUdpRequest({
    type: 'scrape',
    connectionId,
    transactionId: 1,
    infoHashes: [infoHash(), infoHash(1)],
  });
  const bases = [announceWith(connectionId), scrape, encodeUdpRequest({ type: 'connect', transactionId: 3 })];
  for (let round = 0; round < 2_000; round += 1) {
    const base = bases[below(3)] ?? scrape;
    const extra = Uint8Array.from({ length: below(2) * below(300) }, () => below(256));
    const datagram =
      random() < 0.2 ? extra : Uint8Array.of(...base.subarray(0, base.length - below(2) * below(40)), ...extra);
    for (let changes = below(4); changes > 0 && datagram.length > 0; changes -= 1)
      datagram[below(datagram.length)] = below(256);
    client.send(datagram);
    if (round % 50 === 49) {
      const answers = await client.unasked();
      for (const answer of answers) expect(answer.length, `round ${round}`).toBeLessThanOrEqual(1_232);
    }
  }
  await expectAlive();
});

test('a fault of our own is told without a word about it, and counted', async () => {
  class BrokenStore extends MemoryStore {
    override announce(): never {
      throw new Error('a secret of ours');
    }
  }
  const at = { ip: '127.0.0.1', port: 0 };
  const store = new BrokenStore({ maxPeers: 10, maxTorrents: 10 });
  const broken = await startTracker(trackerConfig({ http: at, udp: at }), { store });
  const address = parseAddress((broken.urls[1] ?? '').slice(6, -9));
  try {
    const client = await UdpClient.open(address ?? at, '127.0.0.1');
    clients.push(client);
    expect(await client.announce(1)).toEqual({
      type: 'error',
      transactionId: 1,
      message: 'internal error of the tracker; its operator finds it in the log',
    });
    const { body } = await ask(broken.address, '/stats.json');
    expect(JSON.parse(body.toString()).requests).toMatchObject({ internalErrors: 1 });
  } finally {
    await broken.close();
  }
});

test('a flood from one address does not keep others from being answered', async () => {
  const [flooder, other] = [await open(8), await open(9)];
  const garbage = announceWith(new Uint8Array(8).fill(1));
  const connectionId = await other.connect();
  for (let round = 0; round < 100; round += 1) {
    for (let n = 0; n < 20; n += 1) flooder.send(garbage);
    expect(await other.askBytes(announceWith(connectionId))).toMatchObject({ type: 'announce', transactionId: 9 });
  }
  expect(await flooder.unasked()).toEqual([]);
});
