import { isIPv4 } from 'node:net';
import { expect, test } from 'vitest';
import { MOST_MEMBERS, planMembers, trackerIp } from '../../src/launcher/member.ts';

test('seeds come first, and every peer has a name of its own', () => {
  expect(planMembers(2, 3, 'own', 7).map(({ name, role }) => [name, role])).toEqual([
    ['seed-1', 'seed'],
    ['seed-2', 'seed'],
    ['leech-1', 'leech'],
    ['leech-2', 'leech'],
    ['leech-3', 'leech'],
  ]);
});

test('thousands of peers have an address each, in the net of the run and apart from its tracker', () => {
  const ips = planMembers(1, MOST_MEMBERS - 1, 'own', 200).map(({ ip }) => ip);
  expect(new Set(ips).size).toBe(MOST_MEMBERS);
  expect(ips.every((ip) => isIPv4(ip) && ip.startsWith('127.200.'))).toBe(true);
  expect(ips).not.toContain(trackerIp('own', 200));
});

test('where only one address can be bound, all share it', () => {
  const ips = [trackerIp('shared', 9), ...planMembers(1, 4, 'shared', 9).map(({ ip }) => ip)];
  expect(new Set(ips)).toEqual(new Set(['127.0.0.1']));
});
