import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCompactPeers, formatAddress } from '@seedbed/protocol';
import { type Logger, pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadState, type StateClock } from '../src/state/load-state.ts';
import { readState } from '../src/state/read-state.ts';
import { writeState } from '../src/state/write-state.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import { TrackerFileError } from '../src/tracker-file-error.ts';
import { addressOf, announceOf, announceOf6, infoHash, seededRandom } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Seconds since 1970 when the clock of the first store was at 0, and when that of the second one was. */
const OFFSET = 1_700_000_000;
const LATER: StateClock = { now: 500, offset: OFFSET - 300, lifetime: 3_660 };

const lines: { msg: string }[] = [];
const log: Logger = pino({ base: null }, { write: (line) => lines.push(JSON.parse(line)) });
beforeEach(() => {
  lines.length = 0;
});

const storeOf = (maxPeers = 10_000, maxTorrents = 1_000): MemoryStore => new MemoryStore({ maxPeers, maxTorrents });

/** A store with many peers in swarms of different sizes, most of them valid until second 3,000. */
function filledStore(peers = 5_000): MemoryStore {
  const store = storeOf();
  const random = seededRandom(3);
  for (let n = 0; n < peers; n += 1) {
    const swarm = n % 7 === 0 ? n % 300 : 0;
    const make = n % 5 === 0 ? announceOf6 : announceOf;
    const role = n % 3 === 0 ? 'seed' : 'leech';
    const completed = role === 'seed' && n % 2 === 0;
    store.announce(make(n, { infoHash: infoHash(swarm), role, completed, validUntil: 3_000_000 }), 0, random);
  }
  return store;
}

/** Everything that a store says to a peer that asks for all of a swarm. */
function contentOf(store: MemoryStore, now: number): unknown {
  return store
    .swarms(0, 10_000_000)
    .swarms.map((swarm) => {
      const ask = announceOf(99_999, { infoHash: swarm.infoHash, change: 'none', numwant: 10_000, withIds: true });
      const { ipv4, ipv6, full, ...counts } = store.announce(ask, now, Math.random);
      const peers = [...decodeCompactPeers(ipv4.addresses, 4), ...decodeCompactPeers(ipv6.addresses, 6)];
      return { infoHash: [...swarm.infoHash].join(), ...counts, peers: peers.map(formatAddress).sort() };
    })
    .sort((a, b) => a.infoHash.localeCompare(b.infoHash));
}

test('all swarms are there again, with their roles, figures and times', async () => {
  const path = join(temporaryFolder(), 'state');
  const before = filledStore();
  expect(await writeState(path, before, OFFSET)).toBe(5_000);
  const after = storeOf();
  await loadState(path, after, LATER, { log });
  after.checkInvariants();
  // 300 s of its life went by while the tracker was away, and its clock begins elsewhere.
  expect(contentOf(after, 500_000)).toEqual(contentOf(before, 200_000));
  expect(after.totals()).toEqual(before.totals());
  after.sweep(3_299_000, 10_000);
  expect(after.totals()).toEqual(before.totals());
  for (let round = 0; round < 20; round += 1) after.sweep(3_300_000, 10_000);
  expect(after.totals()).toMatchObject({ seeds: 0, leeches: 0 });
});

test('a reader who is told to stop reads no further chunk', async () => {
  const path = join(temporaryFolder(), 'state');
  await writeState(path, filledStore(), OFFSET);
  const enough = new AbortController();
  let peers = 0;
  const reading = readState(
    path,
    ({ type }) => {
      if (type === 'peer') peers += 1;
      enough.abort(new Error('enough'));
    },
    enough.signal,
  );
  await expect(reading).rejects.toThrow('enough');
  expect(peers).toBeLessThan(2_000);
});

test('a peer that completed is not counted again', async () => {
  const path = join(temporaryFolder(), 'state');
  const before = storeOf();
  const seed = announceOf(1, { role: 'seed', completed: true });
  before.announce(seed, 0, Math.random);
  await writeState(path, before, OFFSET);
  const after = storeOf();
  await loadState(path, after, LATER, { log });
  expect(after.announce(seed, 500_000, Math.random)).toMatchObject({ complete: 1, downloaded: 1 });
});

test('the figure of a swarm that everybody left is kept as long as it would have been', async () => {
  const path = join(temporaryFolder(), 'state');
  const before = storeOf();
  before.announce(announceOf(1, { role: 'seed', completed: true, validUntil: 1_000_000 }), 0, Math.random);
  before.announce(announceOf(1, { change: 'remove' }), 0, Math.random);
  await writeState(path, before, OFFSET);
  const after = storeOf();
  await loadState(path, after, LATER, { log });
  expect(after.scrape(infoHash(), 1_299_000)).toEqual({ complete: 0, incomplete: 0, downloaded: 1 });
  expect(after.scrape(infoHash(), 1_300_000)).toBeUndefined();
});

test('peers whose time is over are left out', async () => {
  const path = join(temporaryFolder(), 'state');
  const before = storeOf();
  before.announce(announceOf(1, { validUntil: 200_000 }), 0, Math.random);
  before.announce(announceOf(2, { validUntil: 201_000 }), 0, Math.random);
  await writeState(path, before, OFFSET);
  const after = storeOf();
  await loadState(path, after, LATER, { log });
  expect(after.totals()).toEqual({ torrents: 1, seeds: 0, leeches: 1 });
  expect(lines).toMatchObject([{ peers: 1, over: 1, turnedAway: 0 }]);
});

test('a clock that was set back keeps nobody longer than an announce would', async () => {
  const path = join(temporaryFolder(), 'state');
  const before = storeOf();
  before.announce(announceOf(1, { validUntil: 3_000_000 }), 0, Math.random);
  await writeState(path, before, OFFSET + 10_000_000);
  const after = storeOf();
  await loadState(path, after, LATER, { log });
  after.sweep(4_159_000, 10);
  expect(after.totals()).toMatchObject({ leeches: 1 });
  after.sweep(4_160_000, 10);
  expect(after.totals()).toMatchObject({ leeches: 0 });
});

test('a smaller tracker takes what it has room for', async () => {
  const path = join(temporaryFolder(), 'state');
  await writeState(path, filledStore(), OFFSET);
  const after = storeOf(100, 5);
  await loadState(path, after, LATER, { log });
  after.checkInvariants();
  const { torrents, seeds, leeches } = after.totals();
  expect(torrents).toBeLessThanOrEqual(5);
  expect(seeds + leeches).toBe(100);
  expect(lines).toMatchObject([{ peers: 100, turnedAway: 4_900 }]);
});

test('announces that come while it is written are in it, or in the next one', async () => {
  const path = join(temporaryFolder(), 'state');
  const store = filledStore();
  const writing = writeState(path, store, OFFSET);
  let n = 20_000;
  const busy = setInterval(() => {
    for (const change of ['store', 'remove'] as const) {
      store.announce(announceOf(n, { change: 'store', validUntil: 3_000_000 }), 0, Math.random);
      store.announce(announceOf(n % 5_000, { change, validUntil: 3_000_000 }), 0, Math.random);
      n += 1;
    }
  }, 0);
  await writing;
  clearInterval(busy);
  const after = storeOf();
  await loadState(path, after, LATER, { log });
  after.checkInvariants();
  expect(lines.map(({ msg }) => msg)).toEqual(['the swarms are there again']);
});

describe('a file that is not as it was written', () => {
  async function written(): Promise<{ path: string; bytes: Buffer }> {
    const path = join(temporaryFolder(), 'state');
    await writeState(path, filledStore(), OFFSET);
    return { path, bytes: readFileSync(path) };
  }
  async function loaded(path: string): Promise<MemoryStore> {
    const store = storeOf();
    await loadState(path, store, LATER, { log });
    store.checkInvariants();
    return store;
  }

  test('cut anywhere: it is kept under another name too, and what stands before the cut is used', async () => {
    const { path, bytes } = await written();
    let last = 0;
    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      const cut = bytes.subarray(0, 20 + Math.floor(share * (bytes.length - 21)));
      writeFileSync(path, cut);
      const { seeds, leeches } = (await loaded(path)).totals();
      expect(seeds + leeches).toBeGreaterThanOrEqual(last);
      last = seeds + leeches;
      expect(readFileSync(`${path}.damaged`)).toEqual(cut);
      expect(readFileSync(path), 'until it is written anew').toEqual(cut);
      rmSync(path); // as `writeState` would, which puts another file in its place
    }
    expect(last).toBeGreaterThan(1_000);
  });

  test('any byte that is another: nothing wrong is read, and there is one clear line', async () => {
    const { path, bytes } = await written();
    const whole = (await loaded(path)).totals();
    const random = seededRandom(5);
    for (let round = 0; round < 60; round += 1) {
      const at = 16 + Math.floor(random() * (bytes.length - 16));
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 + Math.floor(random() * 255));
      writeFileSync(path, damaged);
      lines.length = 0;
      const { seeds, leeches } = (await loaded(path)).totals();
      expect(seeds + leeches, `byte ${at}`).toBeLessThanOrEqual(whole.seeds + whole.leeches);
      expect(lines.map(({ msg }) => msg)).toEqual([
        expect.stringMatching(/state is damaged \(.+\); it is kept as .*state\.damaged$/),
        'the swarms are there again',
      ]);
    }
  });

  test('a damaged part in the middle: what stands before and behind it is used', async () => {
    const { path, bytes } = await written();
    // Head of the file, then the first chunk with its head; one byte inside of it is another.
    const first = 8 + bytes.readUInt32BE(20);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    expect(20 + first, 'there are more chunks').toBeLessThan(bytes.length / 2);
    writeFileSync(path, bytes);
    const { seeds, leeches } = (await loaded(path)).totals();
    expect(seeds + leeches).toBeGreaterThan(5_000 / 2);
    expect(lines[0]?.msg).toContain('a chunk has another checksum than it says');
  });

  test.each([
    ['of another version', (bytes: Buffer) => bytes.fill(2, 19, 20), 'it has version 2, and 1 is known here'],
    ['with something behind its end', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'something follows its end'],
    ['with a chunk of any length', (bytes: Buffer) => bytes.fill(255, 20, 24), 'a chunk says that it has 4294967295'],
    ['that ends in its head', (bytes: Buffer) => bytes.subarray(0, 18), 'it ends in its head'],
  ])('%s', async (_, change, damage) => {
    const { path, bytes } = await written();
    writeFileSync(path, change(bytes));
    await loaded(path);
    expect(lines[0]?.msg).toContain(damage);
  });

  test('an empty one, and none at all: a start without swarms', async () => {
    const path = join(temporaryFolder(), 'state');
    expect((await loaded(path)).totals()).toMatchObject({ torrents: 0 });
    writeFileSync(path, '');
    expect((await loaded(path)).totals()).toMatchObject({ torrents: 0 });
    expect(lines.map(({ msg }) => msg)).not.toContainEqual(expect.stringContaining('damaged'));
  });

  test("somebody else's file is left alone, and the tracker does not start", async () => {
    const path = join(temporaryFolder(), 'film.mkv');
    writeFileSync(path, 'a film, and a long one at that');
    await expect(loaded(path)).rejects.toThrow(
      new TrackerFileError(`${path} is no state of a tracker, and is left alone: name another file with --state`),
    );
    expect(readFileSync(path, 'utf8')).toBe('a film, and a long one at that');
  });

  test('the addresses are those that were stored', async () => {
    const path = join(temporaryFolder(), 'state');
    const before = storeOf();
    before.announce(announceOf(1, { validUntil: 900_000 }), 0, Math.random);
    await writeState(path, before, OFFSET);
    const { ipv4 } = (await loaded(path)).announce(announceOf(2), 500_000, Math.random);
    expect(decodeCompactPeers(ipv4.addresses, 4)).toEqual([addressOf(1)]);
  });
});
