import { describe, expect, it } from 'vitest';
import { RunAnalysis } from '../../src/analysis/run-analysis.ts';
import type { RunFigures } from '../../src/analysis/run-figures.ts';
import { FIGURES, parseExpectation } from '../../src/scenario/expectation.ts';
import { judgeCutOff } from '../../src/scenario/judge-cut-off.ts';
import { judgeExpectation } from '../../src/scenario/judge-expectation.ts';

const peer = (name: string, role: 'seed' | 'leech') =>
  ({ name, group: role, role, upload: 1_000, download: undefined }) as const;

const nothing: RunFigures = new RunAnalysis({
  length: 1_000,
  pieceLength: 100,
  peers: [peer('seed-1', 'seed'), peer('leech-1', 'leech')],
}).figures();

const judge = (text: string, figures: Partial<RunFigures> = {}, orphans = 0) => {
  const expectation = parseExpectation(text);
  if (expectation === undefined) throw new Error(`no expectation: ${text}`);
  return judgeExpectation(expectation, { figures: { ...nothing, ...figures }, orphans });
};

describe('judgeExpectation', () => {
  it.each([
    ['last/bound <= 1.2', { overBound: 1.2 }, true],
    ['last/bound < 1.2', { overBound: 1.2 }, false],
    ['last completion <= 4 s', { lastCompletion: 4_001 }, false],
    ['last completion > 4s', { lastCompletion: 4_001 }, true],
    ['completed = 1', { completed: 1 }, true],
    ['seed copies >= 1', { seedCopies: { atFirstCompletion: null, whenAllOut: null, atEnd: 0.9 } }, false],
    ['waste <= 0.05', { waste: 0 }, true],
  ])('%s', (text, figures, held) => {
    expect(judge(text, figures)).toMatchObject({ expectation: text, held });
  });

  it('says what there was', () => {
    expect(judge('last/bound <= 1.2', { overBound: 1.3149 }).found).toBe('last/bound is 1.315');
    expect(judge('all complete')).toEqual({
      expectation: 'all complete',
      held: false,
      found: '0 of 1 leeches are complete',
    });
    expect(judge('no orphan', {}, 2)).toMatchObject({ held: false, found: '2 processes were left' });
  });

  it('does not hold where the figure never came about, and says why', () => {
    expect(judge('last/bound <= 100')).toMatchObject({
      held: false,
      found: 'last/bound never came about: 1 leeches are not complete',
    });
    const bound = { applies: false, why: 'links change' } as const;
    expect(judge('last/bound <= 100', { bound }).found).toBe('last/bound never came about: links change');
  });

  it('knows every figure that can be named', () => {
    for (const figure of FIGURES) expect(judge(`${figure} >= 0`).found).toContain(figure);
  });
});

describe('a run that was cut off after 30 s', () => {
  const bound = { applies: true, time: 20_000, by: 'seeds' } as const;
  const seedCopies = { atFirstCompletion: 1.02, whenAllOut: null, atEnd: 1.1 };
  const half = { ...nothing, leeches: 4, completed: 2, firstCompletion: 25_000, bound, seedCopies };
  const judge = (text: string, changes: Partial<RunFigures> = {}) => {
    const expectation = parseExpectation(text);
    if (expectation === undefined) throw new Error(`no expectation: ${text}`);
    return judgeCutOff(expectation, { figures: { ...half, ...changes }, elapsed: 30_000 });
  };

  it.each([
    ['completed >= 2', true],
    ['completed >= 3', null],
    ['completed > 4', false],
    ['completed = 1', false],
    ['first completion <= 26', true],
    ['first completion <= 24', false],
    ['last completion <= 29', false],
    ['last completion <= 40', null],
    ['last completion >= 29', null],
    ['last/bound <= 1.4', false],
    ['last/bound <= 1.6', null],
    ['seed copies <= 1', false],
    ['seed copies <= 1.2', null],
    ['seed copies at first completion <= 1.1', true],
    ['seed copies when all out <= 1.1', null],
    ['waste <= 0.1', null],
    ['median completion <= 40', null],
    ['all complete', null],
    ['no orphan', null],
  ])('has %s judged only by what can come no more: %s', (text, held) => {
    expect(judge(text)).toMatchObject({ expectation: text, held });
  });

  it('says why, or what it would have come to', () => {
    expect(judge('all complete').found).toBe('the run was cut off when 2 of 4 leeches were complete');
    expect(judge('last/bound <= 1.4').found).toMatch(
      /^last\/bound would have been 1\.5 at least, though the run was cut/,
    );
    expect(judge('no orphan').found).toBe('nobody was left to see whether processes were');
  });

  it('is judged as any other when all were complete, but for what only the launcher knows', () => {
    const done = { completed: 4, overBound: 1.3, lastCompletion: 26_000 };
    expect(judge('all complete', done).held).toBe(true);
    expect(judge('last/bound <= 1.2', done)).toMatchObject({ held: false, found: 'last/bound is 1.3' });
    expect(judge('no orphan', done).held).toBeNull();
  });
});
