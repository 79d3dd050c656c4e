import { describe, expect, test } from 'vitest';
import { junitReport } from '../src/junit-report.ts';
import { isAsExpected } from '../src/launcher/run-scenario.ts';
import { summariseRepetitions } from '../src/report/summarise-repetitions.ts';
import type { RunSummary } from '../src/run-summary.ts';
import { figuresOf, summaryOf } from './support/summaries.ts';

const held = { expectation: 'all complete', held: true, found: '20 of 20 leeches are complete' };
const missed = { expectation: 'last/bound <= 1.2', held: false, found: 'last/bound is 1.31' };

describe('the end of a run', () => {
  test.each<[string, Partial<RunSummary>, boolean]>([
    ['is as expected when it is verified and all held', { verdicts: [held] }, true],
    ['is not, when one expectation was missed', { verdicts: [held, missed] }, false],
    ['is not, when one could not be judged', { verdicts: [held, { ...held, held: null }] }, false],
    ['is not, when it failed, whatever held', { outcome: 'failed', verdicts: [held] }, false],
    ['is not, when it was interrupted', { outcome: 'interrupted', verdicts: [held] }, false],
  ])('%s', (_, changes, expected) => {
    expect(isAsExpected(summaryOf(changes))).toBe(expected);
  });
});

test('a run as JUnit XML', () => {
  expect(
    junitReport(summaryOf({ duration: 41_234, verdicts: [held, missed] })),
  ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="seedbed">
  <testsuite name="a" tests="3" failures="1" time="41.234">
    <testcase classname="a" name="every copy is verified"/>
    <testcase classname="a" name="all complete"/>
    <testcase classname="a" name="last/bound &lt;= 1.2"><failure message="last/bound is 1.31"/></testcase>
  </testsuite>
</testsuites>
`);
});

test('what could not be judged is skipped', () => {
  const xml = junitReport(summaryOf({ outcome: 'failed', verdicts: [{ ...held, held: null, found: 'cut off' }] }));
  expect(xml).toContain('tests="2" failures="1" skipped="1"');
  expect(xml).toContain('name="all complete"><skipped message="cut off"/></testcase>');
});

test('takes its time also where not all are complete', () => {
  expect(junitReport(summaryOf({ duration: 5_500, figures: figuresOf({ lastCompletion: null }) }))).toContain(
    'time="5.500"',
  );
});

test('what XML has no room for is kept out of it', () => {
  const xml = junitReport(summaryOf({ outcome: 'failed', reason: 'a "b" <c> & \u0000d' }));
  expect(xml).toContain('<failure message="a &quot;b&quot; &lt;c&gt; &amp; ?d"/>');
});

describe('several runs of a scenario', () => {
  const run = (repetition: number, overBound: number, changes: Partial<RunSummary> = {}): RunSummary =>
    summaryOf({
      scenario: { name: 'a', description: null, seedValue: 1, repetition },
      figures: figuresOf({ overBound }),
      verdicts: [held, { expectation: 'last/bound <= 1.2', held: overBound <= 1.2, found: '' }],
      ...changes,
    });

  test('are judged by the median of each figure, and by every run where it is no figure', () => {
    const summary = summariseRepetitions('/runs/a', [run(1, 1.3), run(2, 1.1), run(3, 1.15)]);
    expect(summary).toMatchObject({ outcome: 'verified', reason: null, medians: { 'last/bound': 1.15 } });
    expect(summary.verdicts).toEqual([
      { expectation: 'all complete', held: true, found: 'in all of 3 runs' },
      { expectation: 'last/bound <= 1.2', held: true, found: 'the median of last/bound is 1.15' },
    ]);
    expect(junitReport(summary).match(/<testsuite name="[^"]*"/g)).toEqual([
      '<testsuite name="a, run 1"',
      '<testsuite name="a, run 2"',
      '<testsuite name="a, run 3"',
      '<testsuite name="a, all runs"',
    ]);
  });

  test('have failed when one has', () => {
    const broken = { outcome: 'failed', reason: 'no progress', verdicts: [{ ...held, held: false, found: '3 of 20' }] };
    const summary = summariseRepetitions('/runs/a', [run(1, 1.1), run(2, 1.1, broken as Partial<RunSummary>)]);
    expect(summary).toMatchObject({ outcome: 'failed', reason: 'run 2: no progress' });
    expect(summary.verdicts[0]).toEqual({ expectation: 'all complete', held: false, found: 'run 2: 3 of 20' });
  });
});
