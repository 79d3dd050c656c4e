import { describe, expect, it } from 'vitest';
import { RunAnalysis } from '../../src/analysis/run-analysis.ts';
import type { RunFigures } from '../../src/analysis/run-figures.ts';
import { FIGURES, parseExpectation } from '../../src/scenario/expectation.ts';
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
