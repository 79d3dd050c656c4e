import { isIPv4 } from 'node:net';
import { expect, test } from 'vitest';
import { MOST_MEMBERS, planMembers, trackerIp } from '../../src/launcher/member.ts';

const peers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `leech-${index + 1}`, role: 'leech' as const }));

test('peers have the names and the roles of the plan, in its order', () => {
  const planned = [
    { name: 'far-1', role: 'leech' as const },
    { name: 'seed-1', role: 'seed' as const },
  ];
  expect(planMembers(planned, 'own', 7).map(({ name, role }) => [name, role])).toEqual([
    ['far-1', 'leech'],
    ['seed-1', 'seed'],
  ]);
});

test('thousands of peers have an address each, in the net of the run and apart from its tracker', () => {
  const ips = planMembers(peers(MOST_MEMBERS), 'own', 200).map(({ ip }) => ip);
  expect(new Set(ips).size).toBe(MOST_MEMBERS);
  expect(ips.every((ip) => isIPv4(ip) && ip.startsWith('127.200.'))).toBe(true);
  expect(ips).not.toContain(trackerIp('own', 200));
});

test('where only one address can be bound, all share it', () => {
  const ips = [trackerIp('shared', 9), ...planMembers(peers(5), 'shared', 9).map(({ ip }) => ip)];
  expect(new Set(ips)).toEqual(new Set(['127.0.0.1']));
});
