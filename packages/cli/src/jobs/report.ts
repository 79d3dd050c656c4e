import { join } from 'node:path';
import { writeComparison, writeReport } from '@seedbed/swarm';
import type { CommandContext } from '../command-context.ts';
import { EXIT, misuse } from '../problem.ts';

/** The settings of the command, as its table gives them. */
interface ReportCommandSettings {
  readonly output: string | undefined;
  readonly json: boolean;
}

/** Makes the report of one run anew, or one page of several. */
export const report = async (
  { output, json }: ReportCommandSettings,
  runs: readonly string[],
  { print }: CommandContext,
): Promise<number> => {
  const [only = '', ...others] = runs;
  if (others.length === 0) {
    if (output !== undefined) throw misuse('report', "-o is for several runs; one run's page lies in its folder");
    const summary = await writeReport(only);
    print(json ? JSON.stringify(summary, null, 2) : `report: ${join(only, 'report.html')}`);
    return EXIT.ok;
  }
  const page = output ?? 'comparison.html';
  const summaries = await writeComparison(runs, page);
  print(json ? JSON.stringify(summaries, null, 2) : `comparison: ${page}`);
  return EXIT.ok;
};
