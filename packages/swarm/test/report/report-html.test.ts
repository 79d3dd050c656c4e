import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { reportHtml } from '../../src/report/html/report-html.ts';
import { ReportBuilder } from '../../src/report/model/report-builder.ts';
import type { ReportedRun } from '../../src/report/reported-run.ts';
import { RunSummariser } from '../../src/report/summarise-run.ts';
import { parseExpectation } from '../../src/scenario/expectation.ts';
import { PIECE, SMALL_PLAN, SMALL_RUN, told } from './happenings.ts';

const CONTENT = { name: 'x', infoHash: 'ab'.repeat(20), length: 4 * PIECE, pieces: 4, pieceLength: PIECE, files: [] };
const PARTS = { style: '.a{}', scripts: ['var charts = 1;', 'var page = 2;'] };

interface Words {
  readonly name?: string;
  readonly description?: string;
  readonly reason?: string | null;
  readonly scenario?: string;
  readonly fault?: string;
  readonly expectations?: readonly string[];
  readonly doubts?: readonly string[];
}

function reported({
  name = 'small',
  description,
  reason = null,
  scenario = '',
  fault,
  expectations = [],
  doubts = [],
}: Words): ReportedRun {
  const events =
    fault === undefined ? SMALL_RUN : [...SMALL_RUN, told(650, 'leech-1', { type: 'fault', reason: fault })];
  const summariser = new RunSummariser(SMALL_PLAN, CONTENT);
  const builder = new ReportBuilder(SMALL_PLAN, CONTENT);
  for (const event of events.toSorted((a, b) => a.t - b.t)) {
    summariser.apply(event);
    builder.apply(event);
  }
  const summary = summariser.summary({
    outcome: reason === null ? 'verified' : 'failed',
    ...{ reason, folder: '/run', content: CONTENT, links: [] },
    scenario: { name, description: description ?? null, seedValue: 1, repetition: null },
    machine: { processors: 2, busiest: 0, lateness: 0, believed: doubts.length === 0, doubts },
    events: { written: 1, late: 0, lost: 0 },
    expectations: expectations.flatMap((text) => parseExpectation(text) ?? []),
    ...{ checks: new Map(), orphans: 0 },
  });
  const origin = {
    seedbed: '0.1.0',
    node: 'v20',
    machine: { platform: 'linux', processors: 2, model: 'EPYC', memory: 1 },
    startedAt: { date: '2026-11-23T07:43:37.334Z' },
    request: { name, seedValue: 1 },
  };
  return { summary, model: builder.model(name, summariser.clock, summary), origin, scenario };
}

test('the answer comes first', () => {
  const page = reportHtml([reported({ expectations: ['all complete', 'last completion <= 0.1'] })], PARTS);
  expect(page).toMatch(/<h1>All 2 leeches are complete after 891\u00a0ms, \d+\.\d\d × the bound<\/h1>/);
  expect(page).toMatch(/✓<\/span><span><b>all complete<\/b>/);
  expect(page).toMatch(/✗<\/span><span><b>last completion &lt;= 0\.1<\/b>[^<]*<span class="quiet">did not hold/);
});

test('each of several runs that is not to be believed says so at the top', () => {
  const runs = [reported({ name: 'a' }), reported({ name: 'b', doubts: ['an event loop was 300 ms late'] })];
  const [top = ''] = reportHtml(runs, PARTS).split('</header>');
  expect(top).toMatch(
    /<b>b<\/b>: The machine was too busy for its figures to be believed: an event loop was 300 ms late/,
  );
  expect(top).not.toContain('<b>a</b>: The machine');
});

test('no line ends before a percent sign', () => {
  const both = [reported({ name: 'a' }), reported({ name: 'b', fault: 'x' })];
  for (const runs of [both, both.slice(1)]) {
    const page = reportHtml(runs, PARTS);
    expect(page).toMatch(/\d\u00a0%/);
    expect(page).not.toMatch(/\d\s*[\n ]%/);
  }
});

test('every picture has its numbers in words beside it', () => {
  const page = reportHtml([reported({})], PARTS);
  for (const name of ['completions', 'progress', 'exchange', 'rates', 'availability', 'unchokes', 'tracker']) {
    expect(page).toMatch(new RegExp(`data-picture="${name}"[\\s\\S]*?<summary>The numbers of this picture</summary>`));
  }
});

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert('2')">&\u202eevil\u0000`;

test.each(['name', 'description', 'reason', 'scenario', 'fault'] as const)('a hostile %s is text', (field) => {
  const page = reportHtml([reported({ [field]: HOSTILE })], PARTS);
  expect(page).not.toMatch(/<img/i);
  expect(page).not.toContain('\u202e');
  // Those of the page itself: the models, the charts, the pictures.
  expect(page.match(/<script/gi)).toHaveLength(3);
  expect(page.match(/<\/script/gi)).toHaveLength(3);
  expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;2&#39;)&quot;&gt;&amp;\\u{202e}evil\\u{0000}');
});

test('nothing runs and nothing is fetched but what is in the page', () => {
  const page = reportHtml([reported({})], PARTS);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replaceAll('&#39;', "'")).toMatch(
    /^default-src 'none'; script-src 'sha256-\S+ 'sha256-\S+; style-src 'sha256-/,
  );
  for (const script of PARTS.scripts) expect(policy).toContain(createHash('sha256').update(script).digest('base64'));
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  expect(page).not.toContain(' style="');
  expect(page).not.toMatch(/ on\w+="/);
});

test('several runs share a page, with what lies between them', () => {
  const page = reportHtml([reported({ name: 'one' }), reported({ name: 'two' })], PARTS);
  expect(page).toContain('<h1>one takes 891\u00a0ms, two 891\u00a0ms (1.00 ×)</h1>');
  expect(page).toMatch(/<th scope="col" class="number">difference<\/th>/);
  expect(page).toContain('±0\u00a0%');
});

test('the bound is spoken of where there is one, and what nobody tells is owned up to', () => {
  const run = reported({});
  const unbound: ReportedRun = { ...run, model: { ...run.model, bound: null } };
  expect(reportHtml([run], PARTS)).toContain('top left of the dashed bound');
  expect(reportHtml([unbound], PARTS)).not.toContain('dashed bound');
  const groups = run.model.groups.map((group) => ({ ...group, isForeign: group.role === 'leech' }));
  const page = reportHtml([{ ...run, model: { ...run.model, groups } }], PARTS);
  expect(page).toContain('what they gave each other is not known');
  expect(page).not.toContain('of their bytes from each other');
});
