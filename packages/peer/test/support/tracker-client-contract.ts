import { getEventListeners, setMaxListeners } from 'node:events';
import type { AnnounceRequest } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import type { TrackerClients } from '../../src/io/tracker/tracker-clients.ts';
import { ANSWERING, type FakeTracker } from './fake-tracker.ts';
import { clientsAt } from './tracker-clients.ts';
import { until } from './until.ts';

const hash = (byte: number): Uint8Array => Uint8Array.from({ length: 20 }, (_, i) => byte + i * 13);

const REQUEST: AnnounceRequest = {
  infoHash: hash(0xf0),
  peerId: new Uint8Array(20).fill(37),
  port: 6881,
  uploaded: 1,
  downloaded: 2 ** 40,
  left: 3,
  event: 'started',
  numwant: 50,
  key: '00c0ffee',
  compact: true,
  noPeerId: true,
};

/** ms; no test here waits so long. */
const PATIENT = 9_000;
const never = new AbortController().signal;
setMaxListeners(0, never);

/** One tracker, one client, and the addresses they have. */
export interface ContractSetup {
  readonly open: (ip: string) => Promise<FakeTracker>;
  /** Of the tracker, and of us. */
  readonly trackerIp: string;
  readonly ourIp: string;
  /** An address of the other family. */
  readonly strangeIp: string;
  /** A peer that an answer of this kind can name. */
  readonly peerIp: string;
}

/** What every client of trackers does, whatever the kind of URL. */
export const describeTrackerClient = (name: string, setup: ContractSetup): void => {
  const { trackerIp, ourIp, strangeIp, peerIp } = setup;
  const start = async (): Promise<{ tracker: FakeTracker; url: string; clients: TrackerClients }> => {
    const tracker = await setup.open(trackerIp);
    return { tracker, url: `${tracker.origin}/announce`, clients: clientsAt(ourIp) };
  };

  describe(`a client of trackers over ${name}`, () => {
    it('leaves from its own address, tells all it is given, and understands the answer', async () => {
      const { tracker, url, clients } = await start();
      const answer = { ...ANSWERING.answer, peers: [{ ip: peerIp, port: 7000 }] };
      tracker.behaviour = { ...ANSWERING, answer };
      expect(await clients.announce(`${url}?passkey=x%2Fy`, REQUEST, PATIENT, never)).toEqual({ ok: true, answer });
      expect(tracker.asked).toEqual([
        { from: ourIp, type: 'announce', announce: REQUEST, urlData: '/announce?passkey=x%2Fy' },
      ]);
    });

    it.each(['completed', 'stopped', undefined] as const)('tells the event %s', async (event) => {
      const { tracker, url, clients } = await start();
      const { event: _, ...periodic } = REQUEST;
      await clients.announce(url, { ...periodic, ...(event && { event }) }, PATIENT, never);
      expect(tracker.asked.map((asked) => asked.type === 'announce' && asked.announce.event)).toEqual([event]);
    });

    it('scrapes several torrents at once, and many in turns', async () => {
      const { tracker, url, clients } = await start();
      const infoHashes = Array.from({ length: 100 }, (_, i) => hash(i));
      const outcome = await clients.scrape(url, infoHashes, PATIENT, never);
      if (!outcome.ok) throw new Error(outcome.reason);
      expect(new Set(outcome.torrents.map(({ infoHash }) => String(infoHash)))).toEqual(
        new Set(infoHashes.map(String)),
      );
      expect(outcome.torrents).toHaveLength(100);
      expect(outcome.torrents[99]).toMatchObject(ANSWERING.counts);
      expect(tracker.asked.map((asked) => asked.type === 'scrape' && asked.infoHashes.length)).toEqual([74, 26]);
      expect(await clients.scrape(url, [], PATIENT, never)).toEqual({ ok: true, torrents: [] });
    });

    it('repeats the words of a tracker that refuses', async () => {
      const { tracker, url, clients } = await start();
      tracker.behaviour = { type: 'refuse', text: 'not registered \x1b[31m' };
      const refusal = { ok: false, reason: 'not registered  [31m' };
      expect(await clients.announce(url, REQUEST, PATIENT, never)).toEqual(refusal);
      expect(await clients.scrape(url, [hash(1)], PATIENT, never)).toEqual(refusal);
    });

    it('says what is wrong with an answer', async () => {
      const { tracker, url, clients } = await start();
      tracker.behaviour = { type: 'rubbish' };
      const refusal = { ok: false, reason: expect.stringMatching(/^the answer of the tracker is /) };
      expect(await clients.announce(url, REQUEST, PATIENT, never)).toEqual(refusal);
      expect(await clients.scrape(url, [hash(1)], PATIENT, never)).toEqual(refusal);
    });

    it('waits no longer than it may', async () => {
      const { tracker, url, clients } = await start();
      tracker.behaviour = { type: 'silent' };
      const refusal = { ok: false, reason: 'no answer within 0.03 s' };
      expect(await clients.announce(url, REQUEST, 30, never)).toEqual(refusal);
      expect(await clients.scrape(url, [hash(1)], 30, never)).toEqual(refusal);
    });

    it('gives up when it is told to', async () => {
      const { tracker, url, clients } = await start();
      tracker.behaviour = { type: 'silent' };
      const abort = new AbortController();
      const outcome = clients.announce(url, REQUEST, PATIENT, abort.signal);
      await until(() => tracker.asked.length > 0 || 'not asked');
      abort.abort();
      expect(await outcome).toEqual({ ok: false, reason: 'given up' });
      expect(await clients.announce(url, REQUEST, PATIENT, abort.signal)).toEqual({ ok: false, reason: 'given up' });
      expect(tracker.asked).toHaveLength(1);
    });

    it('says when nobody is there, and asks again when somebody is', async () => {
      const { tracker, url, clients } = await start();
      tracker.close();
      expect(await clients.announce(url, REQUEST, PATIENT, never)).toEqual({ ok: false, reason: 'connection refused' });
      const other = await setup.open(trackerIp);
      expect(await clients.announce(`${other.origin}/announce`, REQUEST, PATIENT, never)).toMatchObject({ ok: true });
    });

    it('says when the tracker has no address that ours can reach', async () => {
      const { url } = await start();
      const refusal = { ok: false, reason: expect.stringMatching(/^it has no address of IPv[46], and \S+ is ours$/) };
      expect(await clientsAt(strangeIp).announce(url, REQUEST, PATIENT, never)).toEqual(refusal);
    });

    it('answers many at once', async () => {
      const { tracker, url, clients } = await start();
      const hashes = Array.from({ length: 50 }, (_, i) => hash(i));
      const outcomes = hashes.map((infoHash) => clients.announce(url, { ...REQUEST, infoHash }, PATIENT, never));
      for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject({ ok: true });
      const asked = tracker.asked.map((one) => one.type === 'announce' && String(one.announce.infoHash));
      expect(new Set(asked)).toEqual(new Set(hashes.map(String)));
      expect(asked).toHaveLength(50);
      expect(getEventListeners(never, 'abort')).toEqual([]);
    });
  });
};
