import type { SwarmEvent } from '@seedbed/events';
import { type PeerPlan, type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';

const KIB = 1024;
const MIB = 1024 * KIB;

const plan = (peers: readonly PeerPlan[], changes: Partial<SwarmPlan> = {}): SwarmPlan => ({
  seedValue: 3,
  length: 4 * MIB,
  pieceLength: 256 * KIB,
  delay: 5,
  end: 3_600_000,
  peers,
  ...changes,
});

const ofType = <T extends SwarmEvent['type']>(events: readonly SwarmEvent[], type: T) =>
  events.filter((event): event is Extract<SwarmEvent, { type: T }> => event.type === type);

describe('end game', () => {
  const leech: PeerPlan = { name: 'leech', role: 'leech', arrival: 10 };
  const fast: PeerPlan = { name: 'fast', role: 'seed', uploadRate: MIB };
  const slow: PeerPlan = { name: 'slow', role: 'seed', uploadRate: KIB };

  it('keeps a peer at 1 KiB/s from delaying the end by more than a second', () => {
    const alone = simulateSwarm(plan([fast, leech])).endedAt;
    const together = simulateSwarm(plan([fast, slow, leech])).endedAt;
    expect(together - alone).toBeLessThan(1_000);
  });

  it('is what does it: without copies the slow peer holds up the end for many seconds', () => {
    const withoutCopies = { ...leech, options: { endGameCopies: 1 } };
    const alone = simulateSwarm(plan([fast, leech])).endedAt;
    const together = simulateSwarm(plan([fast, slow, withoutCopies])).endedAt;
    expect(together - alone).toBeGreaterThan(10_000);
  });
});

describe('announces', () => {
  it('keep the interval of the tracker over 10,000 seconds', () => {
    const interval = 300;
    const { events } = simulateSwarm(
      plan([{ name: 'seed', role: 'seed' }], { end: 10_000_000, announceInterval: interval }),
      () => false,
    );
    const times = ofType(events, 'announced').map(({ t }) => t / 1000);
    expect(times).toHaveLength(Math.floor(10_000 / interval) + 1);
    for (const [index, time] of times.slice(1).entries()) {
      const spacing = time - (times[index] ?? 0);
      expect(spacing).toBeGreaterThanOrEqual(interval);
      expect(spacing).toBeLessThan(interval + 1);
    }
    expect(ofType(events, 'announced').map(({ event }) => event)).toEqual([
      'started',
      ...new Array(times.length - 1).fill('periodic'),
    ]);
  });

  it('tell `started` first, and `completed` once and only of a download', () => {
    const { events } = simulateSwarm(
      plan(
        [
          { name: 'seed', role: 'seed' },
          { name: 'leech', role: 'leech', arrival: 10 },
        ],
        { end: 1_000_000, announceInterval: 100 },
      ),
      () => false,
    );
    const told = (peer: string) =>
      ofType(events, 'announced')
        .filter((event) => event.peer === peer && event.event !== 'periodic')
        .map(({ event }) => event);
    expect(told('seed')).toEqual(['started']);
    expect(told('leech')).toEqual(['started', 'completed']);
  });
});

describe('1,000 pairs that dial each other at the same moment', () => {
  it('keep exactly one connection each', () => {
    const pairs = Array.from({ length: 1_000 }, (_, pair): PeerPlan[] => [
      { name: `a${pair}`, role: 'leech', knows: [`b${pair}`], options: { numwant: 0 } },
      { name: `b${pair}`, role: 'leech', knows: [`a${pair}`], options: { numwant: 0 } },
    ]).flat();
    // Until well after the first retries of a dial.
    const { events, peers } = simulateSwarm(plan(pairs, { end: 60_000 }), () => false);
    expect(ofType(events, 'connected').length).toBeGreaterThan(2_000);
    expect(peers.filter((peer) => peer.torrent.stats(60_000).peers !== 1)).toEqual([]);
    const lost = ofType(events, 'disconnected').filter(({ t }) => t > 1_000);
    expect(lost).toEqual([]);
  });
});
