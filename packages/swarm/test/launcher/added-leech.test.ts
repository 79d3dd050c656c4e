import { describe, expect, test } from 'vitest';
import { addedLeech } from '../../src/launcher/added-leech.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planRun } from '../../src/scenario/plan-run.ts';
import type { PlannedPeer } from '../../src/scenario/run-plan.ts';

const planned = (): readonly PlannedPeer[] => {
  const parsed = parseScenario(`
peers:
  - { name: seed, role: seed }
  - { name: slow, role: leech, count: 2, link: { upload: 64KiB/s }, departure: { when: complete } }
  - { name: fast, role: leech, count: 1, link: { upload: 1MiB/s } }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planRun(parsed.scenario, 1, { length: 1 }).peers;
};

describe('a leech that no plan has foreseen', () => {
  const peers = planned();

  test('is like those of its group, has a name of its own, and stays', () => {
    const added = addedLeech(peers, peers.length, 'slow', 4_000);
    expect(added).toMatchObject({ name: 'slow-3', group: 'slow', role: 'leech', arrival: 4_000 });
    expect(added.link).toEqual(peers.find(({ name }) => name === 'slow-1')?.link);
    expect(added.departure).toBeUndefined();
    expect(addedLeech([...peers, added], peers.length, 'slow', 5_000).name).toBe('slow-4');
  });

  test('is of the first group of leeches unless another is named', () => {
    expect(addedLeech(peers, peers.length, undefined, 0).name).toBe('slow-3');
    expect(addedLeech(peers, peers.length, 'fast', 0).name).toBe('fast-2');
  });

  test('is refused where there is no such group, and where enough were added', () => {
    expect(() => addedLeech(peers, peers.length, 'seed', 0)).toThrow(
      'there is no group "seed" whose peers are leeches',
    );
    expect(() => addedLeech(peers, peers.length - 64, 'slow', 0)).toThrow('64 leeches were added');
  });
});
