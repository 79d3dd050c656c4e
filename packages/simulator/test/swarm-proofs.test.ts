import { type PeerPlan, type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

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

describe('end game', () => {
  const leech: PeerPlan = { name: 'leech', role: 'leech', arrival: 10 };
  const fast: PeerPlan = { name: 'fast', role: 'seed', uploadRate: MIB };
  const slow: PeerPlan = { name: 'slow', role: 'seed', uploadRate: KIB };

  it('keeps a peer at 1 KiB/s from delaying the end by more than a second', () => {
    const alone = simulateSwarm(plan([fast, leech])).endedAt;
    const together = simulateSwarm(plan([fast, slow, leech])).endedAt;
    expect(together - alone).toBeLessThan(1_000);
  });

  it('is what does it: without copies the slow peer holds up the end until it counts as late', () => {
    // An idle peer would be asked for the whole piece otherwise.
    const withoutCopies: PeerPlan = { ...leech, options: { endGameCopies: 1, picker: 'rarest-first' } };
    const alone = simulateSwarm(plan([fast, leech])).endedAt;
    const together = simulateSwarm(plan([fast, slow, withoutCopies])).endedAt;
    expect(together - alone).toBeGreaterThan(5_000);
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
