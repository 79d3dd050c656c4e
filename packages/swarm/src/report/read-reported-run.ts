import { join } from 'node:path';
import type { ReadCounts } from '@seedbed/events';
import { messageOf, SwarmFailure } from '../failure.ts';
import { parseExpectation } from '../scenario/expectation.ts';
import { contentOfRun } from './content-of-run.ts';
import { cutOffTestimony } from './cut-off-testimony.ts';
import { ReportBuilder } from './model/report-builder.ts';
import { readEvents } from './read-events.ts';
import { readRun } from './read-run.ts';
import type { ReportedRun } from './reported-run.ts';
import type { Testimony } from './run-documents.ts';
import { RunSummariser, type RunTestimony } from './summarise-run.ts';

/**
 * Reads what a report tells of a run, from what is in its folder.
 *
 * @throws SwarmFailure when the folder is not that of a run, or its events are gone
 */
export async function readReportedRun(folder: string): Promise<ReportedRun> {
  const documents = await readRun(folder);
  const { plan, origin, scenario, testimony } = documents;
  const content = testimony === undefined ? await contentOfRun(folder) : testimony.content;
  const summariser = new RunSummariser(plan, content);
  const builder = new ReportBuilder(plan, content ?? { pieces: 0, pieceLength: 1 });
  const counts = await readRecord(folder, testimony, (event) => {
    summariser.apply(event);
    builder.apply(event);
  });
  const said = testimony ?? cutOffTestimony(documents, content, counts.read + counts.unreadable);
  const summary = summariser.summary(testimonyOf(said, counts));
  return { summary, model: builder.model(summary.scenario.name, summariser.clock, summary), origin, scenario };
}

/** A run that ended before its first event has no record; where there was one it has to be there. */
async function readRecord(
  folder: string,
  testimony: Testimony | undefined,
  apply: Parameters<typeof readEvents>[1],
): Promise<ReadCounts> {
  const path = join(folder, 'events.ndjson');
  try {
    return await readEvents(path, apply);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isGone && testimony?.events.written === 0) return { read: 0, unreadable: 0, firstUnreadable: undefined };
    const problem = isGone ? `${folder} holds no events.ndjson, of which a report is made` : undefined;
    throw new SwarmFailure('run-unreadable', problem ?? `${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

/** What the launcher has said at the end of the run, and what of the record could be read now. */
function testimonyOf({ verdicts, peers, ...said }: Testimony, { read, unreadable }: ReadCounts): RunTestimony {
  const orphans = verdicts.find(({ expectation }) => expectation === 'no orphan');
  return {
    ...said,
    unreadable,
    missing: Math.max(0, said.events.written - read - unreadable),
    expectations: verdicts.flatMap(({ expectation }) => parseExpectation(expectation) ?? []),
    checks: new Map(peers.map((peer) => [peer.name, peer])),
    orphans: orphans === undefined ? 0 : Number.parseInt(orphans.found, 10) || 0,
  };
}
