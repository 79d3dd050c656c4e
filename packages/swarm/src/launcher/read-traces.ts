import { readFile } from 'node:fs/promises';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Times of arrival, ms, by the names of the files that a scenario takes them from. @throws SwarmFailure */
export async function readTraces({ peers }: Scenario): Promise<ReadonlyMap<string, readonly number[]>> {
  const files = peers.flatMap(({ arrival }) => (arrival.kind === 'trace' ? [arrival.file] : []));
  const traces = new Map<string, readonly number[]>();
  for (const file of files) traces.set(file, parseTrace(file, await readTrace(file)));
  return traces;
}

async function readTrace(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SwarmFailure('content-unreadable', `the trace ${file} can't be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** One time a line, in seconds; empty lines and what follows a # are left out. */
export function parseTrace(file: string, text: string): number[] {
  return text.split('\n').flatMap((line, index) => {
    const written = line.replace(/#.*/, '').trim();
    if (written === '') return [];
    const seconds = Number(written);
    if (Number.isFinite(seconds) && seconds >= 0) return [Math.round(seconds * 1_000)];
    throw new SwarmFailure(
      'content-unreadable',
      `${file}:${index + 1}: '${written}' is not a time in seconds, like 12.5`,
    );
  });
}
