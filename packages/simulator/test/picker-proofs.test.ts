import { type PeerPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

const KIB = 1024;
const PIECES = 12;
/** The leech has the first pieces already, so that none is chosen at random. */
const FIRST = [0, 1, 2, 3];
/** How many connected peers hold each of the others, the one that gives them included: all different. */
const AVAILABILITY = new Map([
  [4, 5],
  [5, 2],
  [6, 8],
  [7, 1],
  [8, 7],
  [9, 4],
  [10, 3],
  [11, 6],
]);

/** They only hold: nobody gets a slot of them, and they find nobody. */
const holders: PeerPlan[] = Array.from({ length: 7 }, (_, index) => ({
  name: `holder-${index + 1}`,
  role: 'leech',
  holds: [...AVAILABILITY].filter(([, count]) => count > index + 1).map(([piece]) => piece),
  options: { uploadSlots: 0, numwant: 0 },
}));

/** The order in which a leech that knows all holders fetches what is missing from the one peer that gives. */
function order(picker: 'rarest-first' | 'sequential' | 'random', seedValue: number): number[] {
  const { events, peers } = simulateSwarm(
    {
      seedValue,
      length: PIECES * 64 * KIB,
      pieceLength: 64 * KIB,
      delay: 5,
      end: 600_000,
      peers: [
        {
          name: 'leech',
          role: 'leech',
          holds: FIRST,
          knows: holders.map(({ name }) => name),
          options: { picker, numwant: 0, uploadSlots: 0, traceDecisions: true },
        },
        ...holders,
        // It comes when the others have told what they hold.
        { name: 'seed', role: 'seed', arrival: 1_000, knows: ['leech'], uploadRate: 64 * KIB, options: { numwant: 0 } },
      ],
    },
    ([leech]) => leech?.isComplete === true,
  );
  expect(peers[0]?.torrent.have.isFull).toBe(true);
  const picks = ofType(events, 'piece-picked').filter(({ peer }) => peer === 'leech');
  for (const { piece, availability } of picks) expect(availability).toBe(AVAILABILITY.get(piece));
  return ofType(events, 'piece').map(({ piece }) => piece);
}

describe('a fixed availability', () => {
  const SEEDS = [1, 2, 3, 4, 5];

  it.each(SEEDS)('is fetched from the rarest piece to the most common one (seed %i)', (seedValue) => {
    expect(order('rarest-first', seedValue)).toEqual([7, 5, 10, 9, 4, 11, 8, 6]);
  });

  it('does not matter to the other policies', () => {
    expect(order('sequential', 1)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    const atRandom = SEEDS.map((seedValue) => order('random', seedValue).join());
    expect(new Set(atRandom).size).toBe(SEEDS.length);
  });
});
