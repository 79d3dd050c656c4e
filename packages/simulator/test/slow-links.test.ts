import { type PeerPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

const KIB = 1024;

/** One leech and six seeds whose uplinks of 4 KiB/s take 4 s for a block: 4 MiB take 170.7 s at the least. */
function fetched(picker: 'rerouting' | 'rarest-first', choker: 'turns' | 'bep3') {
  const seeds = Array.from({ length: 6 }, (_, index): PeerPlan => {
    return { name: `seed-${index + 1}`, role: 'seed', uploadRate: 4 * KIB, options: { choker } };
  });
  const { events } = simulateSwarm({
    seedValue: 1,
    length: 4_096 * KIB,
    pieceLength: 256 * KIB,
    peers: [...seeds, { name: 'leech', role: 'leech', options: { picker } }],
    delay: 20,
    end: 600_000,
  });
  const [completed] = ofType(events, 'completed');
  if (completed === undefined) throw new Error('not complete within ten minutes');
  return { seconds: completed.t / 1_000, waste: completed.wasted / completed.downloaded };
}

describe('whole pieces asked of peers with slow links', () => {
  it.each(['turns', 'bep3'] as const)('take no longer than blocks do, and waste no more (seeds: %s)', (choker) => {
    const blocks = fetched('rarest-first', choker);
    const pieces = fetched('rerouting', choker);
    expect(pieces.seconds).toBeLessThan(1.01 * blocks.seconds);
    expect(pieces.seconds).toBeLessThan(180);
    expect(pieces.waste).toBeLessThanOrEqual(blocks.waste + 0.005);
  });
});
