import type { Reporter, TestCase } from 'vitest/node';
import { formatMatrix, type MatrixResult, type Outcome } from './format-matrix.ts';

/** Reasons can hold all that two programs have printed. Characters. */
const MAX_REASON = 300;

const outcomeOf = (test: TestCase): Outcome | undefined => {
  const result = test.result();
  const { remark, unable } = test.meta();
  switch (result.state) {
    case 'passed':
      return remark === undefined ? { state: 'ok' } : { state: 'odd', reason: remark };
    case 'failed': {
      const text = result.errors[0]?.message ?? 'for no reason that it names';
      const line = text.replaceAll(/\s+/g, ' ');
      return { state: 'failed', reason: line.length > MAX_REASON ? `${line.slice(0, MAX_REASON)}…` : line };
    }
    case 'skipped':
      return { state: unable ? 'unable' : 'skipped', reason: result.note ?? 'left out' };
    case 'pending':
      return undefined;
  }
};

/** Prints the matrix at the end of a run. */
export class MatrixReporter implements Reporter {
  readonly #results: MatrixResult[] = [];

  onTestCaseResult(test: TestCase): void {
    const { matrixEntry } = test.meta();
    const outcome = outcomeOf(test);
    if (matrixEntry !== undefined && outcome !== undefined) this.#results.push({ entry: matrixEntry, outcome });
  }

  onTestRunEnd(): void {
    if (this.#results.length > 0) console.log(`\n${formatMatrix(this.#results).join('\n')}\n`);
  }
}
