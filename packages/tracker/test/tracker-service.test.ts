import { expect, test } from 'vitest';
import { TrackerCounters } from '../src/service/tracker-counters.ts';
import { type ServiceComponents, TrackerService } from '../src/service/tracker-service.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import { type RemotePeerStore, StoreAwayError } from '../src/store/remote-peer-store.ts';
import { infoHash, requestOf, rules, seededRandom } from './swarm-fixtures.ts';

const serviceWith = (store: ServiceComponents['store']): TrackerService =>
  new TrackerService(
    { store, counters: new TrackerCounters(), now: () => 0, random: seededRandom(5) },
    { ...rules, fullScrape: true },
  );

test('with a store in this process the answer is there at once, and is no promise', () => {
  const service = serviceWith(new MemoryStore({ maxPeers: 10, maxTorrents: 10 }));
  expect(service.announce(requestOf(1), '127.0.0.1')).toMatchObject({ ok: true, reply: { incomplete: 1 } });
  expect(service.scrape([infoHash()])).toMatchObject({ ok: true, entries: [{ incomplete: 1 }] });
});

/** A store elsewhere, of which every verb fails. */
function failing(error: Error): RemotePeerStore {
  const fail = (): Promise<never> => Promise.reject(error);
  return {
    announce: fail,
    scrape: fail,
    totals: fail,
    sweep: fail,
    swarms: fail,
    trouble: () => error.message,
    close: fail,
  };
}

test('while the store is away clients hear so, and when to come again, but not why', async () => {
  const service = serviceWith(failing(new StoreAwayError('the password is hush-hush')));
  const refused = {
    ok: false,
    kind: 'store-away',
    failure: "the tracker's store is away, try again in a minute",
    retryIn: 60,
  };
  expect(await service.announce(requestOf(1), '127.0.0.1')).toEqual(refused);
  expect(await service.scrape([infoHash()])).toEqual(refused);
  expect(await service.fullScrape()).toEqual(refused);
});

test('a fault of the store that is no absence is not hidden', async () => {
  const service = serviceWith(failing(new Error('a bug')));
  await expect(service.announce(requestOf(1), '127.0.0.1')).rejects.toThrow('a bug');
});
