import type { RunFigures } from '../../src/analysis/run-figures.ts';
import type { PeerSummary, RunSummary } from '../../src/run-summary.ts';

/** The figures of a run that came to nothing but what is given. */
export const figuresOf = (changes: Partial<RunFigures>): RunFigures => ({
  leeches: 2,
  completed: 2,
  completions: null,
  firstCompletion: null,
  lastCompletion: null,
  bound: { applies: false, why: 'nothing is known' },
  overBound: null,
  seedCopies: { atFirstCompletion: null, whenAllOut: null, atEnd: 1.934 },
  allOutAt: null,
  uplinks: [],
  interest: null,
  rateClasses: [],
  fairness: { rates: null, giving: null },
  waste: 0,
  firstByte: null,
  ...changes,
});

export const peerOf = (changes: Partial<PeerSummary>): PeerSummary => ({
  name: 'leech-1',
  group: 'leech',
  role: 'leech',
  client: 'seedbed',
  arrival: 0,
  startedAt: null,
  firstByteAt: null,
  completedAt: null,
  leftAt: null,
  sent: 0,
  received: 0,
  fromSeeds: 0,
  wasted: 0,
  verified: true,
  differs: null,
  ...changes,
});

export const summaryOf = (changes: Partial<RunSummary>): RunSummary => ({
  schema: 1,
  outcome: 'verified',
  reason: null,
  isCutOff: false,
  folder: '/runs/a',
  scenario: { name: 'a', description: null, seedValue: 1, repetition: null },
  content: { name: 'a', infoHash: '00', length: 67_108_864, pieces: 256, pieceLength: 262_144, files: [] },
  figures: figuresOf({}),
  peers: [],
  verdicts: [],
  links: [],
  machine: { processors: 2, busiest: 0.5, lateness: 3, believed: true, doubts: [] },
  duration: 0,
  events: { written: 1, late: 0, lost: 0, unreadable: 0, missing: 0 },
  ...changes,
});
