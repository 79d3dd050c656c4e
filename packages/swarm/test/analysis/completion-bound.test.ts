import { describe, expect, it } from 'vitest';
import { completionBound } from '../../src/analysis/completion-bound.ts';
import type { PeerFacts, RunFacts } from '../../src/analysis/run-facts.ts';

const MIB = 1024 * 1024;

const peers = (count: number, facts: Omit<PeerFacts, 'name'>): PeerFacts[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${facts.group}-${index + 1}`, ...facts }));

const seed = (upload: number | undefined): PeerFacts[] =>
  peers(1, { group: 'seed', role: 'seed', upload, download: undefined });

const leeches = (count: number, upload: number | undefined, download?: number, group = 'leech'): PeerFacts[] =>
  peers(count, { group, role: 'leech', upload, download });

const run = (members: readonly PeerFacts[], facts: Partial<RunFacts> = {}): RunFacts => ({
  length: 32 * MIB,
  pieceLength: MIB / 4,
  peers: members,
  ...facts,
});

describe('completionBound', () => {
  it('is the time of the seed for one copy where its uplink is the narrow place', () => {
    const slow = run([...seed(MIB / 4), ...leeches(10, 2 * MIB)], { length: 16 * MIB });
    expect(completionBound(slow)).toEqual({ applies: true, time: 64_000, by: 'seeds' });
  });

  it('is the time of the slowest downlink where that is', () => {
    const narrow = run([...seed(8 * MIB), ...leeches(2, MIB, 8 * MIB), ...leeches(1, MIB, MIB / 2, 'modem')]);
    expect(completionBound(narrow)).toEqual({ applies: true, time: 64_000, by: 'slowest-download' });
  });

  it('is the time of all uplinks together where they are', () => {
    const mixed = run([...seed(2 * MIB), ...leeches(10, MIB / 4, undefined, 'slow'), ...leeches(10, 2 * MIB)]);
    const bound = completionBound(mixed);
    expect(bound).toMatchObject({ applies: true, by: 'all-uplinks' });
    expect(bound.applies && bound.time).toBeCloseTo((20 * 32_000) / 24.5, 6);
  });

  it('adds up the uplinks of several seeds', () => {
    const two = run([...seed(MIB), ...peers(1, { group: 'other', role: 'seed', upload: MIB, download: undefined })]);
    expect(completionBound({ ...two, peers: [...two.peers, ...leeches(1, MIB)] })).toMatchObject({ time: 16_000 });
  });

  it.each([
    ['an uplink without a limit', run([...seed(undefined), ...leeches(1, MIB)]), 'the uplink of seed-1 has no limit'],
    [
      'a leech that sends without a limit',
      run([...seed(MIB), ...leeches(1, undefined)]),
      'the uplink of leech-1 has no limit',
    ],
    ['no seed', run(leeches(2, MIB)), 'there is no seed'],
    ['no leech', run(seed(MIB)), 'there is no leech'],
    ['a run that changes', run([...seed(MIB), ...leeches(1, MIB)], { unbound: 'links change' }), 'links change'],
  ])('says why it does not apply: %s', (_, facts, why) => {
    expect(completionBound(facts)).toEqual({ applies: false, why });
  });
});
