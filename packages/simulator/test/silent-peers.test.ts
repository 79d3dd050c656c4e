import { type PeerPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';

const KIB = 1024;
const PIECES = 8;
const SILENT_FROM = 3_000;

/** A leech that lacks one piece when it comes again asks peers that fall silent then; how long after it is complete, ms. */
function completedAfter(silent: number, options: NonNullable<PeerPlan['options']>): number {
  const stopped = Array.from({ length: silent }, (_, index): PeerPlan => {
    return { name: `silent-${index + 1}`, role: 'seed', uploadRate: 8 * KIB, silentFrom: SILENT_FROM, options };
  });
  const leech: PeerPlan = {
    name: 'leech',
    role: 'leech',
    holds: Array.from({ length: PIECES - 1 }, (_, piece) => piece),
    knows: ['seed', ...stopped.map(({ name }) => name)],
    options: { ...options, numwant: 0 },
  };
  // It comes when the others are asked for everything already.
  const seed: PeerPlan = {
    name: 'seed',
    role: 'seed',
    arrival: 2_000,
    knows: ['leech'],
    uploadRate: 64 * KIB,
    options,
  };
  const { endedAt, peers } = simulateSwarm(
    {
      seedValue: 1,
      length: PIECES * 512 * KIB,
      pieceLength: 512 * KIB,
      peers: [leech, ...stopped, seed],
      delay: 5,
      end: 300_000,
    },
    ([first]) => first?.isComplete === true,
  );
  expect(peers[0]?.torrent.have.isFull).toBe(true);
  return endedAt - SILENT_FROM;
}

describe('the last piece, asked of peers that fall silent', () => {
  it.each([1, 3, 4, 7])('comes from the seed that is there, though %i of them owe it', (silent) => {
    // At 64 KiB/s it takes 8 s.
    const most = silent < 4 ? 10_000 : 20_000;
    expect(completedAfter(silent, {})).toBeLessThan(most);
    expect(completedAfter(silent, { choker: 'bep3', picker: 'rarest-first' })).toBeLessThan(most);
  });
});

describe('peers that fall silent', () => {
  it('hold the slots of a seed for some seconds only', () => {
    const early = ['first', 'second'].map((name): PeerPlan => ({ name, role: 'leech', silentFrom: 4_000 }));
    const { events, peers } = simulateSwarm(
      {
        seedValue: 1,
        length: 32 * 256 * KIB,
        pieceLength: 256 * KIB,
        // Two slots fit its uplink.
        peers: [
          { name: 'seed', role: 'seed', uploadRate: 256 * KIB },
          ...early,
          { name: 'late', role: 'leech', arrival: 3_000 },
        ],
        delay: 5,
        end: 12_000,
        eventLevel: 'block',
      },
      () => false,
    );
    expect(peers.map(({ torrent }) => torrent.have.isFull)).toEqual([true, false, false, false]);
    const first = events.find(({ type, peer, t }) => type === 'block' && peer === 'late' && t > 4_000);
    expect((first?.t ?? Number.POSITIVE_INFINITY) - 4_000).toBeLessThan(5_000);
  });
});
