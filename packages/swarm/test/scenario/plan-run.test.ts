import { seededRandom } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planArrivals } from '../../src/scenario/plan-arrivals.ts';
import { planRun } from '../../src/scenario/plan-run.ts';
import type { RunPlan } from '../../src/scenario/run-plan.ts';

const MIB = 1024 * 1024;

const planOf = (text: string, seedValue = 7): RunPlan => {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planRun(parsed.scenario, seedValue, { length: 10 * MIB });
};

const CROWD = `
defaults: { link: { upload: 1MiB/s, latency: 10ms } }
peers:
  - { name: seed, role: seed, link: { upload: 2MiB/s }, departure: { when: { ratio: 1.5 } } }
  - name: leech
    role: leech
    count: 50
    delay: 5s
    arrival: { poisson: { rate: 2/s } }
    departure: { when: complete, probability: 0.5 }
timeline:
  - { at: 20s, kill: { group: leech, count: 10 } }
  - { at: 10s, pause: [seed, leech-1], for: 30s }
  - { at: 12s, partition: [[seed], [leech-2, leech-3]], for: 1s }
  - { at: 15s, link: leech-4, to: { upload: 64KiB/s }, for: 5s }
`;

describe('planRun', () => {
  it('gives the same plan for the same seed value, byte for byte, and another for another', () => {
    expect(JSON.stringify(planOf(CROWD))).toBe(JSON.stringify(planOf(CROWD)));
    expect(JSON.stringify(planOf(CROWD, 8))).not.toBe(JSON.stringify(planOf(CROWD)));
  });

  it('leaves the lots of a group as they were when another group changes', () => {
    const changed = CROWD.replace('- { name: seed, role: seed,', '- { name: seed, role: seed, count: 3,');
    const leeches = (plan: RunPlan) => plan.peers.filter(({ group }) => group === 'leech');
    expect(leeches(planOf(changed))).toEqual(leeches(planOf(CROWD)));
  });

  it('adds the links of the group to those of all, and ratios to the length of the content', () => {
    const { peers } = planOf(CROWD);
    expect(peers[0]).toMatchObject({ name: 'seed-1', link: { upload: 2 * MIB, latency: 10 } });
    expect(peers[0]?.departure).toEqual({ when: { sent: 15 * MIB }, after: 0, how: 'order' });
    expect(peers[1]).toMatchObject({ name: 'leech-1', link: { upload: MIB, latency: 10 } });
    expect(peers[1]?.arrival).toBeGreaterThan(5_000);
  });

  it('lets about so many leave as the probability says', () => {
    const leaving = planOf(CROWD).peers.filter(({ role, departure }) => role === 'leech' && departure !== undefined);
    expect(leaving.length).toBeGreaterThan(12);
    expect(leaving.length).toBeLessThan(38);
  });

  it('orders the timeline, names peers, and undoes what lasts for a time', () => {
    const { timeline } = planOf(CROWD);
    expect(timeline.map(({ at, action }) => [at, action.kind])).toEqual([
      [10_000, 'pause'],
      [12_000, 'partition'],
      [13_000, 'heal'],
      [15_000, 'link'],
      [20_000, 'kill'],
      [20_000, 'link'],
      [40_000, 'resume'],
    ]);
    expect(timeline[0]?.action).toEqual({ kind: 'pause', peers: ['seed-1', 'leech-1'] });
    expect(timeline[1]?.action).toEqual({ kind: 'partition', sides: [['seed-1'], ['leech-2', 'leech-3']] });
    const killed = timeline[4]?.action;
    expect(killed?.kind === 'kill' && new Set(killed.peers).size).toBe(10);
    expect(timeline[5]?.action).toEqual({ kind: 'link', peers: ['leech-4'], to: 'back' });
  });
});

describe('planArrivals', () => {
  it('poisson: times between two have the mean of the rate, and its spread', () => {
    const times = planArrivals({ kind: 'poisson', rate: 4 }, 20_000, seededRandom(3));
    const gaps = times.map((t, i) => t - (times[i - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(Math.abs(mean - 250)).toBeLessThan(10);
    expect(Math.abs(deviation - 250)).toBeLessThan(15);
  });

  it('flash crowd: half of those who come at all come within one half-life', () => {
    const all = (20 * 30) / Math.LN2;
    const times = planArrivals(
      { kind: 'flash-crowd', peak: 20, halfLife: 30_000 },
      Math.floor(all * 0.97),
      seededRandom(5),
    );
    const early = times.filter((t) => t <= 30_000).length;
    expect(Math.abs(early / all - 0.5)).toBeLessThan(0.06);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('flash crowd: whoever is left in the end comes all the same', () => {
    const times = planArrivals({ kind: 'flash-crowd', peak: 1, halfLife: 1_000 }, 50, seededRandom(5));
    expect(times).toHaveLength(50);
    expect(times.at(-1)).toBe(20_000);
  });

  it('trace: the first ones in order, and refuses one that is too short', () => {
    const arrival = { kind: 'trace', file: 't' } as const;
    expect(planArrivals(arrival, 2, () => 0, [300, 100, 200])).toEqual([100, 200]);
    expect(() => planArrivals(arrival, 4, () => 0, [1])).toThrow('the trace has 1 arrivals, the group 4 peers');
  });
});
