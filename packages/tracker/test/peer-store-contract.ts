import { decodeCompactPeers, formatAddress, toHex } from '@seedbed/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StoreAnnounce, StoreAnswer } from '../src/store/peer-store.ts';
import type { AnyPeerStore } from '../src/store/remote-peer-store.ts';
import { addressOf, addressOf6, announceOf, announceOf6, infoHash, peerId, seededRandom } from './swarm-fixtures.ts';

/** Room for a store under test. */
export interface StoreLimits {
  readonly maxPeers: number;
  readonly maxTorrents: number;
}

const ROOMY: StoreLimits = { maxPeers: 1_000, maxTorrents: 100 };

/** Who stands in an answer, as text, sorted. */
export function peersIn({ ipv4, ipv6 }: StoreAnswer): string[] {
  const peers = [...decodeCompactPeers(ipv4.addresses, 4), ...decodeCompactPeers(ipv6.addresses, 6)];
  return peers.map(formatAddress).sort();
}

const names = (...peers: readonly number[]): string[] => peers.map((n) => formatAddress(addressOf(n))).sort();

/**
 * What every `PeerStore` and every `RemotePeerStore` has to do: each answer is awaited.
 *
 * @param create a new store that shares nothing with others.
 */
export function peerStoreContract(
  name: string,
  create: (limits: StoreLimits) => AnyPeerStore | Promise<AnyPeerStore>,
): void {
  describe(`${name} keeps the contract of a peer store`, () => {
    const random = seededRandom(1);
    let store: AnyPeerStore;
    beforeEach(async () => {
      store = await create(ROOMY);
    });
    const announce = async (entry: StoreAnnounce, now = 0): Promise<StoreAnswer> => store.announce(entry, now, random);
    const arrive = async (...peers: readonly StoreAnnounce[]): Promise<void> => {
      for (const peer of peers) await announce(peer);
    };

    test('a first peer gets nobody and is counted', async () => {
      const answer = await announce(announceOf(1));
      expect(peersIn(answer)).toEqual([]);
      expect(answer).toMatchObject({ complete: 0, incomplete: 1, downloaded: 0, full: undefined });
    });

    test('a peer gets those who came before it', async () => {
      await arrive(announceOf(1), announceOf(2, { role: 'seed' }));
      const answer = await announce(announceOf(3));
      expect(peersIn(answer)).toEqual(names(1, 2));
      expect(answer).toMatchObject({ complete: 1, incomplete: 2 });
    });

    test.each(['leech', 'seed'] as const)(
      'a %s is never in its own answer, however often it announces',
      async (role) => {
        await arrive(...[1, 2, 3, 4, 5].map((n) => announceOf(n)));
        for (let round = 0; round < 50; round += 1) {
          expect(peersIn(await announce(announceOf(3, { role })))).toEqual(names(1, 2, 4, 5));
        }
      },
    );

    test('the same id at another address, and another id at the same address, are other peers', async () => {
      const here = announceOf(1);
      const there = announceOf(1, { address: announceOf(2).address });
      const other = announceOf(1, { peerId: peerId(2) });
      await arrive(here, there, other);
      expect(await announce(announceOf(9))).toMatchObject({ incomplete: 4 });
      expect(peersIn(await announce(announceOf(9)))).toEqual(names(1, 1, 2));
    });

    test('swarms do not mix, even with the same peer in both', async () => {
      await arrive(announceOf(1), announceOf(1, { infoHash: infoHash(2) }), announceOf(2, { infoHash: infoHash(2) }));
      expect(peersIn(await announce(announceOf(3)))).toEqual(names(1));
      expect(peersIn(await announce(announceOf(3, { infoHash: infoHash(2) })))).toEqual(names(1, 2));
    });

    test('seeds are not given to seeds, but to leeches', async () => {
      await arrive(announceOf(1), announceOf(2, { role: 'seed' }), announceOf(3, { role: 'seed' }));
      expect(peersIn(await announce(announceOf(4, { role: 'seed' })))).toEqual(names(1));
      expect(peersIn(await announce(announceOf(5)))).toEqual(names(1, 2, 3, 4));
    });

    test('a leech that becomes a seed changes sides, and back', async () => {
      await arrive(announceOf(1));
      expect(await announce(announceOf(1, { role: 'seed' }))).toMatchObject({ complete: 1, incomplete: 0 });
      expect(peersIn(await announce(announceOf(2, { role: 'seed' })))).toEqual([]);
      expect(await announce(announceOf(1))).toMatchObject({ complete: 1, incomplete: 1 });
      expect(peersIn(await announce(announceOf(2, { role: 'seed' })))).toEqual(names(1));
    });

    test('as many as wanted, each at most once, and not always the same ones', async () => {
      await arrive(...Array.from({ length: 40 }, (_, i) => announceOf(i, { role: i % 4 === 0 ? 'seed' : 'leech' })));
      expect(peersIn(await announce(announceOf(99, { numwant: 0, change: 'none' })))).toEqual([]);
      const seen = new Set<string>();
      for (let round = 0; round < 200; round += 1) {
        const peers = peersIn(await announce(announceOf(99, { numwant: 10, change: 'none' })));
        expect(peers).toHaveLength(10);
        expect(new Set(peers).size).toBe(10);
        for (const peer of peers) seen.add(peer);
      }
      expect(seen.size).toBe(40);
      expect(peersIn(await announce(announceOf(99, { numwant: 1_000 })))).toHaveLength(40);
    });

    test('peer ids come in the order of the addresses, and only when they are asked for', async () => {
      await arrive(announceOf(1), announceOf(2), announceOf(3, { role: 'seed' }), announceOf6(4));
      const { ipv4, ipv6 } = await announce(announceOf(9, { withIds: true }));
      const addresses = decodeCompactPeers(ipv4.addresses, 4).map(formatAddress);
      const ids = addresses.map((_, i) => toHex(ipv4.ids.subarray(i * 20, i * 20 + 20)));
      expect(new Map(addresses.map((address, i) => [address, ids[i]]))).toEqual(
        new Map([1, 2, 3].map((n) => [formatAddress(addressOf(n)), toHex(peerId(n))])),
      );
      expect(ipv6.ids).toEqual(peerId(4));
      expect((await announce(announceOf(9))).ipv4.ids).toHaveLength(0);
    });

    test('an answer has peers of the own family first and the other family in the room that is left', async () => {
      await arrive(announceOf(1), announceOf(2), announceOf6(3), announceOf6(4, { role: 'seed' }));
      const both = [formatAddress(addressOf6(3)), formatAddress(addressOf6(4)), ...names(1, 2)].sort();
      expect(peersIn(await announce(announceOf(9, { change: 'none' })))).toEqual(both);
      expect(peersIn(await announce(announceOf6(9, { change: 'none' })))).toEqual(both);
      expect(peersIn(await announce(announceOf(9, { change: 'none', numwant: 2 })))).toEqual(names(1, 2));
      const ipv6Only = await announce(announceOf6(9, { change: 'none', numwant: 2 }));
      expect(decodeCompactPeers(ipv6Only.ipv6.addresses, 6)).toHaveLength(2);
      expect(ipv6Only.ipv4.addresses).toHaveLength(0);
    });

    test('`none` answers and leaves no trace', async () => {
      await arrive(announceOf(1));
      const answer = await announce(announceOf(2, { change: 'none', completed: true }));
      expect(peersIn(answer)).toEqual(names(1));
      expect(answer).toMatchObject({ incomplete: 1, downloaded: 0 });
      expect(await store.scrape(infoHash(), 0)).toEqual({ complete: 0, incomplete: 1, downloaded: 0 });
      await announce(announceOf(2, { change: 'none', infoHash: infoHash(2) }));
      expect(await store.scrape(infoHash(2), 0)).toBeUndefined();
    });

    test('`remove` takes the peer out, only that one, and makes no swarm', async () => {
      await arrive(announceOf(1), announceOf(2), announceOf(3, { role: 'seed' }));
      expect(await announce(announceOf(1, { change: 'remove' }))).toMatchObject({ complete: 1, incomplete: 1 });
      expect(await announce(announceOf(1, { change: 'remove' }))).toMatchObject({ complete: 1, incomplete: 1 });
      expect(peersIn(await announce(announceOf(9)))).toEqual(names(2, 3));
      await announce(announceOf(1, { change: 'remove', infoHash: infoHash(2) }));
      expect(await store.scrape(infoHash(2), 0)).toBeUndefined();
    });

    test('`completed` counts once for each peer, whatever it becomes afterwards', async () => {
      const complete = (n: number): StoreAnnounce => announceOf(n, { role: 'seed', completed: true });
      await arrive(announceOf(1), complete(1), complete(1), announceOf(1), complete(1));
      expect(await announce(announceOf(9))).toMatchObject({ downloaded: 1 });
      await arrive(complete(2), announceOf(3, { role: 'seed' }));
      expect(await store.scrape(infoHash(), 0)).toMatchObject({ downloaded: 2 });
    });

    test('a peer is gone when its time is over, and an announce prolongs it', async () => {
      await arrive(announceOf(1, { validUntil: 10_000 }), announceOf(2, { validUntil: 10_000, role: 'seed' }));
      expect(peersIn(await announce(announceOf(9, { change: 'none' }), 9_999))).toEqual(names(1, 2));
      await announce(announceOf(1, { validUntil: 20_000 }), 9_999);
      const answer = await announce(announceOf(9, { change: 'none' }), 10_000);
      expect(peersIn(answer)).toEqual(names(1));
      expect(answer).toMatchObject({ complete: 0, incomplete: 1 });
      expect(await store.scrape(infoHash(), 19_999)).toMatchObject({ incomplete: 1 });
      expect(await store.scrape(infoHash(), 20_000)).toBeUndefined();
    });

    test('what was completed is remembered for as long as the last peer would have been', async () => {
      await arrive(announceOf(1, { role: 'seed', completed: true, validUntil: 10_000 }));
      await announce(announceOf(1, { change: 'remove' }));
      expect(await store.scrape(infoHash(), 9_000)).toEqual({ complete: 0, incomplete: 0, downloaded: 1 });
      expect(await store.scrape(infoHash(), 10_000)).toBeUndefined();
    });

    test('sweeping finds what is over in swarms that nobody asks for', async () => {
      await arrive(announceOf(1, { validUntil: 10_000 }), announceOf(2, { infoHash: infoHash(2) }));
      expect(await store.totals()).toEqual({ torrents: 2, seeds: 0, leeches: 2 });
      await store.sweep(10_000, 2);
      expect(await store.totals()).toEqual({ torrents: 1, seeds: 0, leeches: 1 });
    });

    test('all swarms can be listed with their counts', async () => {
      await arrive(announceOf(1), announceOf6(2, { role: 'seed' }), announceOf(3, { infoHash: infoHash(2) }));
      expect(await store.swarms(0, 100)).toEqual({
        swarms: [
          { infoHash: infoHash(), complete: 1, incomplete: 1, downloaded: 0 },
          { infoHash: infoHash(2), complete: 0, incomplete: 1, downloaded: 0 },
        ],
        next: undefined,
      });
    });

    test('all swarms can be listed, page after page, also when some go meanwhile', async () => {
      await arrive(...[1, 2, 3, 4, 5].map((n) => announceOf(n, { infoHash: infoHash(n) })));
      const first = await store.swarms(0, 2);
      expect(first.swarms.map((swarm) => swarm.infoHash)).toEqual([infoHash(1), infoHash(2)]);
      await arrive(...[1, 3].map((n) => announceOf(n, { infoHash: infoHash(n), change: 'remove' })));
      const listed: Uint8Array[] = [];
      for (let from = first.next; from !== undefined; ) {
        const { swarms, next } = await store.swarms(from, 2);
        expect(swarms.length).toBeLessThanOrEqual(2);
        listed.push(...swarms.map((swarm) => swarm.infoHash));
        from = next;
      }
      expect(listed).toEqual([infoHash(4), infoHash(5)]);
    });

    test('when there is no room for peers, new ones are answered and not stored, known ones go on', async () => {
      store = await create({ maxPeers: 2, maxTorrents: 100 });
      await arrive(announceOf(1), announceOf6(2));
      const answer = await announce(announceOf(3));
      expect(answer).toMatchObject({ incomplete: 2, full: 'peers' });
      expect(peersIn(answer)).toHaveLength(2);
      expect(await announce(announceOf(1, { role: 'seed', completed: true }))).toMatchObject({
        complete: 1,
        incomplete: 1,
        downloaded: 1,
        full: undefined,
      });
      await announce(announceOf(1, { change: 'remove' }));
      expect(await announce(announceOf(3))).toMatchObject({ incomplete: 2, full: undefined });
    });

    test('when there is no room for torrents, a new one is not stored, known ones take peers', async () => {
      store = await create({ maxPeers: 10, maxTorrents: 1 });
      await arrive(announceOf(1));
      expect(await announce(announceOf(2, { infoHash: infoHash(2) }))).toMatchObject({
        incomplete: 0,
        full: 'torrents',
      });
      expect(await announce(announceOf(2))).toMatchObject({ incomplete: 2, full: undefined });
      await arrive(announceOf(1, { change: 'remove' }), announceOf(2, { change: 'remove' }));
      expect(await announce(announceOf(2, { infoHash: infoHash(2) }))).toMatchObject({
        incomplete: 1,
        full: undefined,
      });
    });

    test('room of peers that are over is found again', async () => {
      store = await create({ maxPeers: 1, maxTorrents: 1 });
      await announce(announceOf(1, { validUntil: 10_000 }));
      const late = await announce(announceOf(2, { infoHash: infoHash(2), validUntil: 30_000 }), 10_000);
      expect(late).toMatchObject({ incomplete: 1, full: undefined });
    });
  });
}
