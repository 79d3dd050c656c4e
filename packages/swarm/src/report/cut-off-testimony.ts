import { resolve } from 'node:path';
import type { ContentResult } from '../run-summary.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { RunDocuments } from './read-run.ts';
import type { Testimony } from './run-documents.ts';

/** What of a run that was cut off is known by what it was asked for; how it ended nobody could say any more. */
export function cutOffTestimony(
  { folder, origin, scenario }: RunDocuments,
  content: ContentResult | null,
  eventsRead: number,
): Testimony {
  const { name, seedValue } = origin.request;
  const parsed = parseScenario(scenario);
  const description = parsed.ok ? (parsed.scenario.description ?? null) : null;
  const expected = parsed.ok ? parsed.scenario.expect : [];
  return {
    outcome: 'failed',
    reason: 'the run was cut off before it could say how it ended',
    isCutOff: true,
    folder: resolve(folder),
    scenario: { name, description, seedValue, repetition: null },
    content,
    peers: [],
    verdicts: expected.map(({ text }) => ({ expectation: text, held: null, found: '' })),
    links: [],
    machine: { processors: origin.machine.processors, busiest: 0, lateness: 0, believed: true, doubts: [] },
    events: { written: eventsRead, late: 0, lost: 0 },
  };
}
