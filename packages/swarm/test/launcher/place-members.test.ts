import { describe, expect, test } from 'vitest';
import { placeMembers } from '../../src/launcher/place-members.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planRun } from '../../src/scenario/plan-run.ts';
import type { RunPlan } from '../../src/scenario/run-plan.ts';

const planOf = (leeches: number, timeline = '[]'): RunPlan => {
  const parsed = parseScenario(
    `peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: ${leeches} }]\ntimeline: ${timeline}`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planRun(parsed.scenario, 1, { length: 1 });
};

const machine = { processors: 2, peersInProcess: 1_000 };

describe('where peers run', () => {
  test('few have a process each, which has their name', () => {
    expect(placeMembers(planOf(2), machine, 'loopback')).toEqual([
      { name: 'seed-1', peers: ['seed-1'] },
      { name: 'leech-1', peers: ['leech-1'] },
      { name: 'leech-2', peers: ['leech-2'] },
    ]);
  });

  test('many share as many processes as there are processors, and each peer is in one', () => {
    const plan = planOf(999);
    const hosts = placeMembers(plan, machine, 'loopback');
    expect(hosts.map(({ peers }) => peers.length)).toEqual([500, 500]);
    expect(hosts.flatMap(({ peers }) => peers).toSorted()).toEqual(plan.peers.map(({ name }) => name).toSorted());
  });

  test('more processes share them where one may not open files for so many', () => {
    const hosts = placeMembers(planOf(999), { processors: 2, peersInProcess: 293 }, 'loopback');
    expect(hosts.map(({ peers }) => peers.length)).toEqual([250, 250, 250, 250]);
    expect(placeMembers(planOf(99), { processors: 2, peersInProcess: 1 }, 'loopback')).toHaveLength(100);
  });

  test('who is paused or killed has a process alone, whatever their number', () => {
    const hosts = placeMembers(
      planOf(999, '[{ at: 1s, pause: leech-3, for: 1s }, { at: 2s, kill: leech-7 }]'),
      machine,
      'loopback',
    );
    expect(hosts.slice(0, 2)).toEqual([
      { name: 'leech-3', peers: ['leech-3'] },
      { name: 'leech-7', peers: ['leech-7'] },
    ]);
    expect(hosts.slice(2).flatMap(({ peers }) => peers)).toHaveLength(998);
  });

  test('who only leaves or changes its link shares', () => {
    expect(
      placeMembers(planOf(99, '[{ at: 1s, stop: leech-3 }, { at: 1s, corrupt: leech-4 }]'), machine, 'loopback'),
    ).toHaveLength(2);
  });

  test('a network namespace each means a process each, however many they are', () => {
    expect(placeMembers(planOf(99), machine, 'namespaces')).toHaveLength(100);
  });
});
