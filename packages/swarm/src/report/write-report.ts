import { rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { RunSummary } from '../run-summary.ts';
import { parseExpectation } from '../scenario/expectation.ts';
import { reportHtml } from './html/report-html.ts';
import { ReportBuilder } from './model/report-builder.ts';
import { readPageParts } from './page-parts.ts';
import { readEvents } from './read-events.ts';
import { type RunDocuments, readRun } from './read-run.ts';
import type { ReportedRun } from './reported-run.ts';
import type { Testimony } from './run-documents.ts';
import { RunSummariser, type RunTestimony } from './summarise-run.ts';

/**
 * Makes `summary.json` and `report.html` of a run anew, from what is in its folder.
 *
 * @throws SwarmFailure when the folder is not that of a run
 */
export async function writeReport(folder: string): Promise<RunSummary> {
  const run = await reportedRun(folder);
  await writeWhole(join(folder, 'summary.json'), `${JSON.stringify(run.summary, null, 2)}\n`);
  await writeWhole(join(folder, 'report.html'), reportHtml([run], await readPageParts()));
  return run.summary;
}

/**
 * Lays runs side by side in one page. Their own folders stay as they are.
 *
 * @throws SwarmFailure when a folder is not that of a run
 */
export async function writeComparison(folders: readonly string[], page: string): Promise<readonly RunSummary[]> {
  const runs: ReportedRun[] = [];
  for (const folder of folders) runs.push(await reportedRun(folder));
  await writeWhole(page, reportHtml(withOwnNames(runs, folders), await readPageParts()));
  return runs.map(({ summary }) => summary);
}

async function reportedRun(folder: string): Promise<ReportedRun> {
  const documents = await readRun(folder);
  const { plan, origin, scenario } = documents;
  const events = join(folder, 'events.ndjson');
  const content = documents.testimony?.content ?? (await contentInEvents(events));
  const summariser = new RunSummariser(plan, content);
  const builder = new ReportBuilder(plan, content ?? { pieces: 0, pieceLength: 1 });
  await readEvents(events, (event) => {
    summariser.apply(event);
    builder.apply(event);
  });
  const summary = summariser.summary(testimonyOf(documents));
  return { summary, model: builder.model(summary.scenario.name, summariser.clock, summary), origin, scenario };
}

/** Of a run that was cut off, what its peers say of their content; null when it had none yet. */
async function contentInEvents(path: string): Promise<{ length: number; pieces: number; pieceLength: number } | null> {
  let found: { length: number; pieces: number; pieceLength: number } | null = null;
  await readEvents(path, (event) => {
    if (event.type === 'peer-started') found ??= event;
  });
  return found;
}

/** What the launcher has said at the end of the run; of one that was cut off, that nobody knows. */
function testimonyOf({ testimony, folder, origin }: RunDocuments): RunTestimony {
  const { verdicts = [], peers = [], ...said } = testimony ?? cutOff(folder, origin.machine.processors);
  const orphans = verdicts.find(({ expectation }) => expectation === 'no orphan');
  return {
    ...said,
    expectations: verdicts.flatMap(({ expectation }) => parseExpectation(expectation) ?? []),
    checks: new Map(peers.map((peer) => [peer.name, peer])),
    orphans: orphans === undefined ? 0 : Number.parseInt(orphans.found, 10) || 0,
  };
}

const cutOff = (folder: string, processors: number): Testimony => ({
  outcome: 'failed',
  reason: 'the run was cut off before it could say how it ended',
  folder: resolve(folder),
  scenario: { name: basename(resolve(folder)), description: null, seedValue: 0, repetition: null },
  content: null,
  peers: [],
  verdicts: [],
  links: [],
  machine: { processors, busiest: 0, lateness: 0, believed: true, doubts: [] },
  events: { written: 0, late: 0, lost: 0 },
});

/** Runs of one name are called by their folders; by their paths where these are alike too. */
function withOwnNames(runs: readonly ReportedRun[], folders: readonly string[]): ReportedRun[] {
  const paths = folders.map((folder) => resolve(folder));
  const candidates = [runs.map(({ model }) => model.name), paths.map((path) => basename(path)), paths];
  const names = candidates.find((all) => new Set(all).size === all.length) ?? paths;
  return runs.map((run, index) => ({ ...run, model: { ...run.model, name: names[index] ?? run.model.name } }));
}

/** Whoever looks meanwhile sees the file as it was. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
