import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import { RunAnalysis } from '../../src/analysis/run-analysis.ts';
import type { RunFacts } from '../../src/analysis/run-facts.ts';

const facts: RunFacts = {
  length: 200,
  pieceLength: 100,
  peers: [
    { name: 'seed-1', group: 'seed', role: 'seed', upload: 100, download: undefined },
    { name: 'a-1', group: 'a', role: 'leech', upload: 100, download: undefined },
    { name: 'b-1', group: 'b', role: 'leech', upload: 50, download: undefined },
  ],
};

const at = (t: number, peer: string, body: SwarmEventBody): SwarmEvent => ({ t, peer, ...body });

const started = (t: number, peer: string): SwarmEvent =>
  at(t, peer, {
    type: 'peer-started',
    peerId: `id-of-${peer}`,
    address: '127.0.0.1:1',
    infoHash: '',
    pieces: 2,
    pieceLength: 100,
    length: 200,
    have: 0,
  });

const piece = (t: number, peer: string, index: number, from: string): SwarmEvent =>
  at(t, peer, { type: 'piece', piece: index, have: 1, sources: [{ remote: `id-of-${from}`, bytes: 100 }] });

const completed = (t: number, peer: string, wasted = 0): SwarmEvent =>
  at(t, peer, { type: 'completed', downloaded: 200 + wasted, uploaded: 0, wasted, sources: [] });

const figuresOf = (events: readonly SwarmEvent[]) => {
  const analysis = new RunAnalysis(facts);
  for (const event of events) analysis.apply(event);
  return analysis.figures();
};

const story = [
  started(900, 'seed-1'),
  started(1_000, 'a-1'),
  started(1_100, 'b-1'),
  piece(2_000, 'a-1', 0, 'seed-1'),
  piece(3_000, 'b-1', 0, 'a-1'),
  piece(3_000, 'b-1', 1, 'seed-1'),
  completed(3_000, 'b-1', 40),
  piece(5_000, 'a-1', 1, 'b-1'),
  completed(5_000, 'a-1'),
];

describe('RunAnalysis', () => {
  it('measures completions from the first start of a leech, against the bound', () => {
    const figures = figuresOf(story);
    expect(figures).toMatchObject({ leeches: 2, completed: 2, firstCompletion: 2_000, lastCompletion: 4_000 });
    expect(figures.completions).toMatchObject({ count: 2, least: 2_000, median: 3_000, most: 4_000 });
    expect(figures.bound).toEqual({ applies: true, time: 2_000, by: 'seeds' });
    expect(figures.overBound).toBe(2);
  });

  it.each([
    [4_999, 'partition', { applies: false, why: 'the network is cut' }],
    [4_999, 'kill', { applies: false, why: 'peers are killed' }],
    [4_999, 'tracker', { applies: true }],
    [5_001, 'kill', { applies: true }],
  ])('compares with theory by what was done before all were complete: at %d %s', (t, action, bound) => {
    const done: SwarmEvent = { t, peer: 'launcher', type: 'run-action', action, peers: [], detail: '' };
    expect(figuresOf([...story, done].toSorted((a, b) => a.t - b.t)).bound).toMatchObject(bound);
  });

  it('counts the copies that the seed sent, at three moments', () => {
    const figures = figuresOf(story);
    expect(figures.seedCopies).toEqual({ atFirstCompletion: 1, whenAllOut: 1, atEnd: 1 });
    expect(figures.allOutAt).toBe(2_000);
    const twice = figuresOf([...story.slice(0, 7), piece(5_000, 'a-1', 1, 'seed-1'), completed(5_000, 'a-1')]);
    expect(twice.seedCopies).toEqual({ atFirstCompletion: 1, whenAllOut: 1, atEnd: 1.5 });
  });

  it('says how much of each uplink was used until the last completion', () => {
    expect(figuresOf(story).uplinks).toEqual([
      { group: 'seed', role: 'seed', share: 0.5 },
      { group: 'a', role: 'leech', share: 0.25 },
      { group: 'b', role: 'leech', share: 0.5 },
    ]);
  });

  it('says what was received in vain, and when the first byte came', () => {
    const figures = figuresOf(story);
    expect(figures.waste).toBeCloseTo(40 / 440, 9);
    expect(figures.firstByte).toMatchObject({ least: 1_000, most: 1_900 });
  });

  it('leaves open what never came about', () => {
    const figures = figuresOf(story.slice(0, 4));
    expect(figures).toMatchObject({ completed: 0, firstCompletion: null, lastCompletion: null, overBound: null });
    expect(figures.seedCopies).toEqual({ atFirstCompletion: null, whenAllOut: null, atEnd: 0.5 });
    expect(figures.allOutAt).toBeNull();
    expect(new RunAnalysis(facts).figures()).toMatchObject({ completed: 0, waste: 0, firstByte: null });
  });

  it('takes the share of time in which leeches are interested in each other, until they are complete', () => {
    const connected = (t: number, peer: string, remote: string): SwarmEvent =>
      at(t, peer, { type: 'connected', remote: `id-of-${remote}`, address: '127.0.0.1:2', direction: 'outgoing' });
    const interest = (t: number, peer: string, type: 'interested' | 'not-interested', remote: string): SwarmEvent =>
      at(t, peer, { type, remote: `id-of-${remote}`, direction: 'sent' });
    const figures = figuresOf([
      ...story.slice(0, 3),
      connected(2_000, 'a-1', 'b-1'),
      connected(2_000, 'a-1', 'seed-1'),
      connected(2_000, 'b-1', 'a-1'),
      interest(3_000, 'a-1', 'interested', 'b-1'),
      interest(5_000, 'a-1', 'not-interested', 'b-1'),
      completed(4_000, 'b-1'),
      completed(6_000, 'a-1'),
    ]);
    expect(figures.interest).toMatchObject({ count: 2, least: 0, most: 0.5 });
  });

  it('says nothing of what clients of others give, as nobody tells to whom', () => {
    const nameless = started(1_000, 'b-1');
    const figures = figuresOf([
      started(1_000, 'seed-1'),
      started(1_000, 'a-1'),
      { ...nameless, ...(nameless.type === 'peer-started' && { peerId: '' }) },
      piece(2_000, 'a-1', 0, 'seed-1'),
      piece(3_000, 'a-1', 1, 'seed-1'),
    ]);
    expect(figures.uplinks.map(({ group }) => group)).toEqual(['seed', 'a']);
    expect(figures).toMatchObject({ rateClasses: [], fairness: { giving: null } });
  });
});
