import { rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { RepeatedSummary, RunSummary } from '../run-summary.ts';
import { reportHtml } from './html/report-html.ts';
import { medianRun } from './median-run.ts';
import { readPageParts } from './page-parts.ts';
import { readReportedRun } from './read-reported-run.ts';
import { repetitionsIn } from './repetitions-in.ts';
import type { ReportedRun } from './reported-run.ts';
import { summariseRepetitions } from './summarise-repetitions.ts';

/**
 * Makes `summary.json` and `report.html` anew from what is in a folder: that of a run, or the one above the repetitions of
 * a scenario, whose own folders stay as they are.
 *
 * @throws SwarmFailure when the folder is neither
 */
export async function writeReport(folder: string): Promise<RunSummary | RepeatedSummary> {
  const below = await repetitionsIn(folder);
  if (below.length === 0) return (await writeRunReport(folder)).summary;
  return writeRepetitions(folder, await readAll(below));
}

/** The documents of one run. Answers what they tell of it. @throws SwarmFailure when the folder is not that of a run */
export async function writeRunReport(folder: string): Promise<ReportedRun> {
  const run = await readReportedRun(folder);
  await writeDocuments(folder, run.summary, reportHtml([run], await readPageParts()));
  return run;
}

/** The documents above the repetitions of a scenario; `runs` in their order, at least one. */
export async function writeRepetitions(folder: string, runs: readonly ReportedRun[]): Promise<RepeatedSummary> {
  const numbered = runs.map((run, index) => named(run, `run ${index + 1}`));
  const summary = summariseRepetitions(
    resolve(folder),
    runs.map((run) => run.summary),
  );
  await writeDocuments(folder, summary, reportHtml(numbered, await readPageParts(), summary));
  return summary;
}

/**
 * Lays runs side by side in one page; of a folder above repetitions the median one. Their own folders stay as they are.
 *
 * @throws SwarmFailure when a folder is not that of a run
 */
export async function writeComparison(folders: readonly string[], page: string): Promise<readonly RunSummary[]> {
  const compared: ComparedRun[] = [];
  for (const folder of folders) compared.push(await readCompared(folder));
  await writeWhole(page, reportHtml(withOwnNames(compared), await readPageParts()));
  return compared.map(({ run }) => run.summary);
}

/** A run that is laid beside others. */
interface ComparedRun {
  readonly folder: string;
  readonly run: ReportedRun;
  /** What stands behind its name, where it is one of several. */
  readonly words: string;
}

/** All repetitions are read: which is the median shows in their events. */
async function readCompared(folder: string): Promise<ComparedRun> {
  const below = await repetitionsIn(folder);
  if (below.length === 0) return { folder, run: await readReportedRun(folder), words: '' };
  return { folder, ...medianRun(await readAll(below)) };
}

/** One after the other: the events of a run may be many. */
async function readAll(folders: readonly string[]): Promise<ReportedRun[]> {
  const runs: ReportedRun[] = [];
  for (const folder of folders) runs.push(await readReportedRun(folder));
  return runs;
}

/** Runs of one name are called by their folders; by their paths where these are alike too. */
function withOwnNames(compared: readonly ComparedRun[]): ReportedRun[] {
  const paths = compared.map(({ folder }) => resolve(folder));
  const candidates = [compared.map(({ run }) => run.model.name), paths.map((path) => basename(path)), paths];
  const names = candidates.find((all) => new Set(all).size === all.length) ?? paths;
  return compared.map(({ run, words }, index) => named(run, `${names[index] ?? run.model.name}${words}`));
}

const named = (run: ReportedRun, name: string): ReportedRun => ({ ...run, model: { ...run.model, name } });

async function writeDocuments(folder: string, summary: RunSummary | RepeatedSummary, page: string): Promise<void> {
  await writeWhole(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  await writeWhole(join(folder, 'report.html'), page);
}

/** Whoever looks meanwhile sees the file as it was. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
