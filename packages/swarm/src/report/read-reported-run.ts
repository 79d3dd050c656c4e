import { basename, join, resolve } from 'node:path';
import { parseExpectation } from '../scenario/expectation.ts';
import { ReportBuilder } from './model/report-builder.ts';
import { readEvents } from './read-events.ts';
import { type RunDocuments, readRun } from './read-run.ts';
import type { ReportedRun } from './reported-run.ts';
import type { Testimony } from './run-documents.ts';
import { RunSummariser, type RunTestimony } from './summarise-run.ts';

/**
 * Reads what a report tells of a run, from what is in its folder.
 *
 * @throws SwarmFailure when the folder is not that of a run
 */
export async function readReportedRun(folder: string): Promise<ReportedRun> {
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
