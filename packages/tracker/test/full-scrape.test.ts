import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeScrapeAnswer, encodeScrapeAnswer } from '@seedbed/protocol';
import { startTracker, type Tracker, trackerConfig } from '@seedbed/tracker';
import { MemoryStore } from '@seedbed/tracker/announce';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FullScrape } from '../src/announce/full-scrape.ts';
import { writeFullScrape } from '../src/announce/write-full-scrape.ts';
import { announceOf, seededRandom } from './swarm-fixtures.ts';
import { announceTo, ask } from './tracker-client.ts';
import { waitUntil } from './wait-until.ts';

const random = seededRandom(11);

/** Info hashes that come in no order. */
function anyHash(): Uint8Array {
  return Uint8Array.from({ length: 20 }, () => Math.floor(256 * random()));
}

function storeOf(torrents: number): MemoryStore {
  const store = new MemoryStore({ maxPeers: 2 * torrents, maxTorrents: 2 * torrents });
  for (let n = 0; n < torrents; n += 1) {
    const role = n % 3 === 0 ? 'seed' : 'leech';
    store.announce(announceOf(n, { infoHash: anyHash(), role, completed: n % 6 === 0, numwant: 0 }), 0, random);
  }
  return store;
}

async function start(store: MemoryStore, changes: Parameters<typeof trackerConfig>[0] = {}): Promise<Tracker> {
  const http = { ip: '127.83.9.1', port: 0 };
  const tracker = await startTracker(trackerConfig({ http, fullScrape: true, ...changes }), { store });
  onTestFinished(() => tracker.close());
  return tracker;
}

test.each([0, 1, 500, 1_733])(
  'of %i torrents each is told once, in the order of their info hashes',
  async (torrents) => {
    const store = storeOf(torrents);
    const body = await writeFullScrape(store);
    const { swarms } = store.swarms(0, 2 * torrents);
    const sorted = swarms.toSorted((one, other) => Buffer.compare(one.infoHash, other.infoHash));
    expect(Buffer.from(body).equals(encodeScrapeAnswer(sorted))).toBe(true);
  },
);

test('who goes and comes back between two pages is told once', async () => {
  const store = storeOf(1_200);
  const [{ infoHash } = { infoHash: anyHash() }] = store.swarms(0, 1).swarms;
  const making = writeFullScrape(store);
  await Promise.resolve();
  store.forget(infoHash, 10);
  // Its number goes to the first one that comes, so it gets one behind all others.
  for (const each of [anyHash(), infoHash]) store.announce(announceOf(7, { infoHash: each }), 0, random);
  const told = decodeScrapeAnswer(await making);
  const hashes = told.ok ? told.torrents.map((torrent) => Buffer.from(torrent.infoHash).toString('hex')) : [];
  expect(hashes.length).toBeGreaterThanOrEqual(1_200);
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('of 20,000 torrents no more than 500 are looked at in one turn of the loop, and no more written', async () => {
  const store = storeOf(20_000);
  let turns = 0;
  let isOver = false;
  const counting = (async () => {
    for (; !isOver; turns += 1) await nextTurn();
  })();
  const looked = vi.spyOn(store, 'swarms');
  const seen = new Set<number>();
  looked.mockImplementation((from, count) => {
    expect(count).toBeLessThanOrEqual(500);
    expect(seen.has(turns), 'another turn for each page').toBe(false);
    seen.add(turns);
    return MemoryStore.prototype.swarms.call(store, from, count);
  });
  await writeFullScrape(store);
  isOver = true;
  await counting;
  expect(looked).toHaveBeenCalledTimes(40);
  expect(turns, '40 pages, and as many pieces of the body').toBeGreaterThanOrEqual(78);
});

test('announces that come after a full scrape are answered before it', async () => {
  const { address } = await start(storeOf(20_000));
  const order: string[] = [];
  const scraped = ask(address, '/scrape').then(() => order.push('scrape'));
  const announced = announceTo(address, 1).then(() => order.push('announce'));
  await Promise.all([scraped, announced]);
  expect(order).toEqual(['announce', 'scrape']);
});

test('all who ask while it is made get the same bytes, and so does who asks soon after', async () => {
  const store = storeOf(600);
  const looked = vi.spyOn(store, 'swarms');
  let now = 0;
  // Each look at the clock is a second later: kept for ten of them.
  const all = new FullScrape(store, () => (now += 1_000));
  const [one, other] = await Promise.all([all.body(), all.body()]);
  expect(other).toBe(one);
  expect(await all.body()).toBe(one);
  expect(looked).toHaveBeenCalledTimes(2);
});

test('what took no time is made anew for who asks later', async () => {
  const store = storeOf(10);
  const all = new FullScrape(store, () => 0);
  const before = await all.body();
  store.announce(announceOf(1, { infoHash: anyHash() }), 0, random);
  await waitUntil(async () => ((await all.body()).length > before.length ? undefined : 'the old one is given'));
});

test('who takes a long answer slowly is let go', async () => {
  const { address } = await start(storeOf(100_000), { requestTimeout: 100, keepAlive: 3_600_000 });
  const socket = connect({ host: address.ip, port: address.port });
  onTestFinished(() => void socket.destroy());
  let received = 0;
  // A bit now and then, so that it never looks idle.
  socket.on('data', (chunk) => {
    received += chunk.length;
    socket.pause();
    setImmediate(() => setTimeout(() => socket.resume(), 200));
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.write('GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n');
  await closed;
  expect(received).toBeGreaterThan(0);
  expect(received).toBeLessThan(8_000_000);
});
