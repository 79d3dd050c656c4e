import { randomInt } from 'node:crypto';
import { type AnnounceRequest, decodeScrapeAnswer, parseAddress, toHex } from '@seedbed/protocol';
import { startTracker, type Tracker, type TrackerConfig, trackerConfig } from '@seedbed/tracker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addressOf, infoHash } from './swarm-fixtures.ts';
import { announceTo, ask } from './tracker-client.ts';
import { UdpClient } from './udp-client.ts';

// What clients do with a tracker in their lives, the same over HTTP and UDP.

/** What the n-th peer, which has an address of its own, is told. */
interface Told {
  readonly complete: number;
  readonly incomplete: number;
  /** Numbers of the peers that it was given, smallest first. */
  readonly peers: readonly number[];
}

interface Way {
  announce(tracker: Tracker, n: number, changes?: Partial<AnnounceRequest>): Promise<Told>;
  scrape(tracker: Tracker): Promise<unknown>;
}

async function start(changes: Partial<TrackerConfig> = {}): Promise<Tracker> {
  const at = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  const tracker = await startTracker(
    trackerConfig({ http: at, udp: at, maxPeers: 1_000, maxTorrents: 100, ...changes }),
  );
  onTestFinished(() => tracker.close());
  return tracker;
}

const numbersOf = (peers: readonly { readonly ip: string }[]): number[] =>
  peers.map(({ ip }) => Number(ip.split('.').at(-1))).sort((a, b) => a - b);

const overHttp: Way = {
  async announce({ address }, n, changes) {
    const decoded = await announceTo(address, n, changes, { from: addressOf(n).ip });
    if (!decoded.ok) throw new Error(decoded.failure);
    const { complete = -1, incomplete = -1, peers } = decoded.answer;
    return { complete, incomplete, peers: numbersOf(peers) };
  },
  async scrape({ address }) {
    const query = toHex(infoHash()).replace(/../g, '%$&');
    const decoded = decodeScrapeAnswer((await ask(address, `/scrape?info_hash=${query}`)).body);
    if (!decoded.ok) throw new Error(decoded.failure);
    const [torrent] = decoded.torrents;
    return torrent && { complete: torrent.complete, incomplete: torrent.incomplete, downloaded: torrent.downloaded };
  },
};

const overUdp: Way = {
  async announce(tracker, n, changes) {
    await using client = await open(tracker, n);
    const answer = await client.announce(n, changes);
    if (answer.type !== 'announce') throw new Error(`it was answered by ${JSON.stringify(answer)}`);
    const { complete = -1, incomplete = -1, peers } = answer.answer;
    return { complete, incomplete, peers: numbersOf(peers) };
  },
  async scrape(tracker) {
    await using client = await open(tracker, 250);
    const connectionId = await client.connect();
    const answer = await client.ask({ type: 'scrape', connectionId, transactionId: 7, infoHashes: [infoHash()] });
    if (answer.type !== 'scrape') throw new Error(`it was answered by ${JSON.stringify(answer)}`);
    const [torrent] = answer.torrents;
    return torrent && { complete: torrent.complete, incomplete: torrent.incomplete, downloaded: torrent.downloaded };
  },
};

function open(tracker: Tracker, n: number): Promise<UdpClient> {
  const address = parseAddress((tracker.urls[1] ?? '').slice('udp://'.length, -'/announce'.length));
  if (address === undefined) throw new Error(`no UDP in ${tracker.urls}`);
  return UdpClient.open(address, addressOf(n).ip);
}

describe.each([
  ['HTTP', overHttp],
  ['UDP', overUdp],
])('over %s', (_, way) => {
  test('a swarm from its first peer to its last: whoever asks gets the counts of this moment', async () => {
    const tracker = await start();
    const say = (n: number, changes: Partial<AnnounceRequest> = {}): Promise<Told> => way.announce(tracker, n, changes);
    expect(await say(1, { event: 'started', left: 50_000 })).toEqual({ complete: 0, incomplete: 1, peers: [] });
    expect(await say(1, { left: 20_000 }), 'once more while it downloads').toMatchObject({ incomplete: 1, peers: [] });
    expect(await say(1, { event: 'completed', left: 0 })).toEqual({ complete: 1, incomplete: 0, peers: [] });
    expect(await way.scrape(tracker)).toEqual({ complete: 1, incomplete: 0, downloaded: 1 });
    expect(await say(2, { event: 'started' })).toEqual({ complete: 1, incomplete: 1, peers: [1] });
    expect(await say(2, { event: 'stopped' })).toEqual({ complete: 1, incomplete: 0, peers: [] });
    expect(await say(1, { event: 'stopped', left: 0 })).toEqual({ complete: 0, incomplete: 0, peers: [] });
    expect(await way.scrape(tracker), 'what was completed is remembered').toEqual({
      complete: 0,
      incomplete: 0,
      downloaded: 1,
    });
  });

  test('a client that wants one of several peers gets one', async () => {
    const tracker = await start();
    for (const n of [1, 2]) await way.announce(tracker, n, { event: 'started' });
    expect((await way.announce(tracker, 3, { event: 'started', numwant: 1 })).peers).toHaveLength(1);
  });

  test('one that does not know yet what is left (a magnet link), or has very much left, is a leech', async () => {
    const tracker = await start();
    for (const [i, left] of [16_384, 9_117_271_040, Number.MAX_SAFE_INTEGER].entries()) {
      expect(await way.announce(tracker, i + 1, { event: 'started', left })).toMatchObject({
        complete: 0,
        incomplete: i + 1,
      });
    }
  });

  test('one that stops before it started, or stops twice, is answered, and leaves no trace', async () => {
    const tracker = await start();
    for (let time = 0; time < 2; time += 1) {
      expect(await way.announce(tracker, 1, { event: 'stopped' })).toEqual({ complete: 0, incomplete: 0, peers: [] });
    }
    expect(JSON.parse((await ask(tracker.address, '/stats.json')).body.toString())).toMatchObject({ torrents: 0 });
  });

  test('one that completes without having started is there, and counted once', async () => {
    const tracker = await start();
    for (let time = 0; time < 2; time += 1) await way.announce(tracker, 1, { event: 'completed', left: 0 });
    expect(await way.scrape(tracker)).toEqual({ complete: 1, incomplete: 0, downloaded: 1 });
  });

  test('one that starts again without having stopped is still one peer', async () => {
    const tracker = await start();
    for (let time = 0; time < 2; time += 1) {
      expect(await way.announce(tracker, 1, { event: 'started' })).toEqual({ complete: 0, incomplete: 1, peers: [] });
    }
  });

  test('several peers at one address are several peers, told apart by their ports', async () => {
    const tracker = await start();
    await way.announce(tracker, 1, { port: 6881 });
    const told = await way.announce(tracker, 1, { port: 6882 });
    expect(told).toEqual({ complete: 0, incomplete: 2, peers: [1] });
  });
});

test('parameters that nobody knows are passed over', async () => {
  const tracker = await start();
  const query = `info_hash=${'h'.repeat(20)}&peer_id=${'p'.repeat(20)}&port=1&uploaded=0&downloaded=0&left=0`;
  const { body } = await ask(
    tracker.address,
    `/announce?testParam=this%20is%20a%20test&${query}&corrupt=0&supportcrypto=1`,
  );
  expect(body.toString('latin1')).toMatch(/^d8:completei1e/);
});

test('a scrape of everything holds no torrent for which there was no room', async () => {
  const small = await start({ fullScrape: true, maxTorrents: 1 });
  await announceTo(small.address, 1);
  await announceTo(small.address, 2, { infoHash: infoHash(2) });
  const { body } = await ask(small.address, '/scrape');
  expect(body.includes(Buffer.from(infoHash()))).toBe(true);
  expect(body.includes(Buffer.from(infoHash(2)))).toBe(false);
});
