import type { RepeatedSummary, RunSummary } from './run-summary.ts';

/** A test of a report: undefined where it passed. */
interface Case {
  readonly name: string;
  readonly failure: string | undefined;
  /** Why it could not be judged. */
  readonly skipped?: string | undefined;
}

interface Suite {
  readonly name: string;
  /** Seconds. */
  readonly time: number;
  readonly cases: readonly Case[];
}

/**
 * A run as JUnit XML, which CI systems show: a suite for each run, a case for each expectation and one for the check of the
 * copies.
 */
export function junitReport(summary: RunSummary | RepeatedSummary): string {
  const suites = 'runs' in summary ? [...summary.runs.map(suiteOf), suiteOfMedians(summary)] : [suiteOf(summary)];
  const lines = suites.flatMap(suiteLines);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="seedbed">', ...lines, '</testsuites>', ''].join(
    '\n',
  );
}

function suiteOf({ scenario, outcome, reason, duration, verdicts }: RunSummary): Suite {
  const number = scenario.repetition === null ? '' : `, run ${scenario.repetition}`;
  return {
    name: `${scenario.name}${number}`,
    time: duration / 1_000,
    cases: [endCase(outcome, reason), ...verdicts.map(caseOf)],
  };
}

function suiteOfMedians({ scenario, outcome, reason, verdicts }: RepeatedSummary): Suite {
  return {
    name: `${scenario.name}, all runs`,
    time: 0,
    cases: [endCase(outcome, reason), ...verdicts.map(caseOf)],
  };
}

const endCase = (outcome: RunSummary['outcome'], reason: string | null): Case => ({
  name: 'every copy is verified',
  failure: outcome === 'verified' ? undefined : (reason ?? outcome),
});

const caseOf = ({ expectation, held, found }: RunSummary['verdicts'][number]): Case => ({
  name: expectation,
  failure: held === false ? found : undefined,
  skipped: held === null ? found : undefined,
});

function suiteLines({ name, time, cases }: Suite): string[] {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const skipped = cases.filter((test) => test.skipped !== undefined).length;
  return [
    `  <testsuite name="${written(name)}" tests="${cases.length}" failures="${failures}"${skipped === 0 ? '' : ` skipped="${skipped}"`} time="${time.toFixed(3)}">`,
    ...cases.map(({ name: test, ...end }) => {
      const opening = `    <testcase classname="${written(name)}" name="${written(test)}"`;
      const told = (['failure', 'skipped'] as const).find((kind) => end[kind] !== undefined);
      return told === undefined
        ? `${opening}/>`
        : `${opening}><${told} message="${written(end[told] ?? '')}"/></testcase>`;
    }),
    '  </testsuite>',
  ];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no word for most control characters. */
const written = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '?')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
