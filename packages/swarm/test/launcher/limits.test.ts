import { describe, expect, test } from 'vitest';
import { eventLevelFor } from '../../src/launcher/event-level.ts';
import { planMembers } from '../../src/launcher/member.ts';
import { mostPeersFor } from '../../src/launcher/most-peers.ts';
import { PeerRecord } from '../../src/launcher/peer-record.ts';
import { placeMembers } from '../../src/launcher/place-members.ts';
import { peersInProcess, runNeeds } from '../../src/launcher/run-needs.ts';
import { stallReport, stallTime } from '../../src/launcher/stall.ts';
import { SwarmProgress } from '../../src/launcher/swarm-progress.ts';
import type { RunPlan } from '../../src/scenario/run-plan.ts';

describe('the level of the events', () => {
  test.each([
    [1, 8, 64, 'block'],
    [1, 19, 32, 'block'],
    [1, 20, 32, 'piece'],
    [1, 8, 1_024, 'piece'],
  ])('%d seeds and %d leeches of %d MiB tell every %s', (seeds, leeches, mib, level) => {
    expect(eventLevelFor(seeds, leeches, mib * 1024 * 1024)).toBe(level);
  });
});

describe('a stall', () => {
  test('is waited for longer where links are slow', () => {
    expect(stallTime(60_000, 262_144, Number.POSITIVE_INFINITY)).toBe(60_000);
    expect(stallTime(60_000, 262_144, 16_384)).toBe(192_000);
  });

  test('names who is not there yet, and why the tracker was no help', () => {
    const names = Array.from({ length: 7 }, (_, index) => ({ name: `leech-${index + 1}`, role: 'leech' as const }));
    const records = planMembers(names, 'shared', 1).map((member) => new PeerRecord(member, 100));
    const [first, second] = records;
    if (first === undefined || second === undefined) throw new Error('there are seven');
    first.completedAt = 5;
    first.fault = 'its disk was full';
    second.announceFailure = 'refused';
    expect(stallReport(records)).toBe(
      'leech-2 (0 pieces), leech-3 (0 pieces), leech-4 (0 pieces), leech-5 (0 pieces), leech-6 (0 pieces), 1 more not complete; leech-2: the tracker: refused',
    );
  });

  test('names a seed that is in trouble, and no trouble that is over', () => {
    const peers = [{ name: 'seed-1', role: 'seed' } as const, { name: 'leech-1', role: 'leech' } as const];
    const progress = new SwarmProgress(planMembers(peers, 'shared', 1), 100);
    progress.apply({ t: 1, peer: 'leech-1', type: 'fault', reason: 'no room' });
    progress.apply({ t: 1, peer: 'seed-1', type: 'fault', reason: 'no file' });
    expect(stallReport(progress.records)).toBe('leech-1 (0 pieces) not complete; leech-1: no room');
    progress.goesOn('leech-1');
    expect(stallReport(progress.records)).toBe('leech-1 (0 pieces) not complete; seed-1: no file');
  });
});

describe('a crowd', () => {
  const crowd = (count: number) => {
    const peers = Array.from({ length: count }, (_, index) => ({
      name: `leech-${index + 1}`,
      role: 'leech',
      storage: 'synthetic',
    }));
    const mostPeers = mostPeersFor(count);
    const room = { processors: 2, peersInProcess: peersInProcess(count, mostPeers, 20_000) };
    const plan = { peers, timeline: [] } as unknown as RunPlan;
    const hosts = placeMembers(plan, room, 'loopback');
    return runNeeds(plan, hosts, { length: 2 ** 24, isGenerated: true, mostPeers });
  };

  test('has a mesh only where there are few', () => {
    expect(mostPeersFor(100)).toBeUndefined();
    expect([101, 400, 1_000].map(mostPeersFor)).toEqual([40, 40, 63]);
  });

  test('of a thousand fits into what such a machine has: 12 GiB, and the files that Linux allows a user with 20,000', () => {
    const { memory, files } = crowd(1_000);
    expect(memory).toBeLessThan(12 * 2 ** 30);
    expect(files).toBeLessThan(20_000);
  });

  test('has more processes only where the files of one for each processor are too few', () => {
    expect(peersInProcess(1_000, 64, 20_000)).toBe(293);
    expect(peersInProcess(1_000, 64, 40_000)).toBe(587);
    expect(peersInProcess(1_000, 64)).toBe(Number.POSITIVE_INFINITY);
    expect(peersInProcess(1_000, 64, 20)).toBe(1);
  });

  test.each([
    ['file', 704],
    ['synthetic', 701],
    ['memory', 1_184],
  ] as const)(
    'of nine with a process each, and 64 MiB in %s, is given more than the %d MiB that it was seen to take',
    (storage, mib) => {
      const peers = Array.from({ length: 9 }, (_, index) => ({ name: `leech-${index}`, role: 'leech', storage }));
      const hosts = peers.map(({ name }) => ({ name, peers: [name] }));
      const content = { length: 64 * 2 ** 20, isGenerated: true, mostPeers: undefined };
      const { memory } = runNeeds({ peers } as unknown as RunPlan, hosts, content);
      expect(memory / 2 ** 20).toBeGreaterThan(1.2 * mib);
      expect(memory / 2 ** 20).toBeLessThan(1.5 * mib);
    },
  );

  test('of two hundred fits into 4 GiB', () => {
    expect(crowd(200).memory).toBeLessThan(4 * 2 ** 30);
  });
});
