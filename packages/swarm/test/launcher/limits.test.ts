import { describe, expect, test } from 'vitest';
import { eventLevelFor } from '../../src/launcher/event-level.ts';
import { planMembers } from '../../src/launcher/member.ts';
import { PeerRecord } from '../../src/launcher/peer-record.ts';
import { stallReport, stallTime } from '../../src/launcher/stall.ts';

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
    const [first] = records;
    if (first === undefined) throw new Error('there are seven');
    first.completedAt = 5;
    first.announceFailure = 'refused';
    expect(stallReport(records)).toBe(
      'leech-2 (0 pieces), leech-3 (0 pieces), leech-4 (0 pieces), leech-5 (0 pieces), leech-6 (0 pieces), 1 more not complete; leech-1: the tracker: refused',
    );
  });
});
