import { type PeerPlan, type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

const leeches = (count: number, settings: Partial<PeerPlan> = {}): PeerPlan[] =>
  Array.from({ length: count }, (_, index) => ({ name: `leech-${index + 1}`, role: 'leech', ...settings }));

const plan = (peers: readonly PeerPlan[], facts: Partial<SwarmPlan> = {}): SwarmPlan => ({
  seedValue: 31,
  length: 4 * MIB,
  pieceLength: 64 * KIB,
  peers,
  delay: 5,
  end: 3_600_000,
  ...facts,
});

describe('a swarm under every choker and picker', () => {
  const chokers = ['turns', 'bep3', 'upload-rate', 'round-robin', 'all'] as const;
  const pickers = ['rerouting', 'rarest-first', 'random', 'sequential'] as const;
  const pairs = chokers.flatMap((choker) => pickers.map((picker) => ({ choker, picker })));

  it.each(pairs)('$choker, $picker: ends, everything verified once', (options) => {
    const { peers, events } = simulateSwarm(
      plan([{ name: 'seed', role: 'seed', uploadRate: MIB, options }, ...leeches(8, { uploadRate: MIB / 2, options })]),
    );
    for (const peer of peers) {
      expect(peer.torrent.have.isFull).toBe(true);
      peer.torrent.checkInvariants();
    }
    expect(ofType(events, 'piece')).toHaveLength(8 * 64);
  });
});

describe('all', () => {
  it('chokes nobody, ever', () => {
    const options = { choker: 'all', uploadSlots: 1 } as const;
    const { events } = simulateSwarm(
      plan([{ name: 'seed', role: 'seed', uploadRate: MIB, options }, ...leeches(12, { options })]),
    );
    expect(ofType(events, 'choke')).toEqual([]);
    expect(
      ofType(events, 'unchoke').filter(({ peer, direction }) => peer === 'seed' && direction === 'sent'),
    ).toHaveLength(12);
  });
});

describe('sequential', () => {
  it('fetches the content from its beginning on', () => {
    const options = { picker: 'sequential' } as const;
    const { events } = simulateSwarm(
      plan([{ name: 'seed', role: 'seed', uploadRate: MIB }, ...leeches(1, { options })]),
    );
    expect(ofType(events, 'piece').map(({ piece }) => piece)).toEqual(Array.from({ length: 64 }, (_, piece) => piece));
  });
});

describe('upload-rate', () => {
  it('serves the fastest takers while it downloads itself, where bep3 serves those who give', () => {
    const reasons = (choker: 'bep3' | 'upload-rate'): (string | undefined)[] => {
      const { events, peers } = simulateSwarm(
        plan(
          [
            {
              name: 'me',
              role: 'leech',
              holds: Array.from({ length: 32 }, (_, piece) => piece),
              uploadRate: 64 * KIB,
              options: { choker, picker: 'rarest-first', traceDecisions: true, uploadSlots: 2 },
            },
            { name: 'giver', role: 'seed', uploadRate: 32 * KIB },
            ...leeches(4, { uploadRate: 1, options: { choker: 'bep3', picker: 'rarest-first' } }),
          ],
          { end: 60_000 },
        ),
        () => false,
      );
      expect(peers).toHaveLength(6);
      const rounds = ofType(events, 'choke-decisions').filter(
        ({ peer, occasion }) => peer === 'me' && occasion === 'round',
      );
      return rounds.flatMap(({ candidates }) => candidates.filter(({ rate }) => rate > 0).map(({ reason }) => reason));
    };
    // The giver alone has a rate under bep3, and it wants nothing; under upload-rate those who take have one.
    expect(reasons('bep3')).toContain('fast-not-interested');
    expect(reasons('bep3')).not.toContain('rate');
    expect(reasons('upload-rate')).toContain('rate');
    expect(reasons('upload-rate')).not.toContain('fast-not-interested');
  });
});
