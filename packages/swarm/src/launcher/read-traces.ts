import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { formatSize } from '@seedbed/settings';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Bytes of a trace at most: far more arrivals than a run has peers. */
const LONGEST = 16 * 1024 * 1024;

/** Times of arrival, ms, by the names of the files that a scenario takes them from. @throws SwarmFailure */
export async function readTraces({ peers }: Scenario): Promise<ReadonlyMap<string, readonly number[]>> {
  const files = peers.flatMap(({ arrival }) => (arrival.kind === 'trace' ? [arrival.file] : []));
  const traces = new Map<string, readonly number[]>();
  for (const file of files) traces.set(file, parseTrace(file, await readTrace(file)));
  return traces;
}

async function readTrace(file: string): Promise<string> {
  try {
    return await readRegular(file);
  } catch (error) {
    throw new SwarmFailure('content-unreadable', `the trace ${file} can't be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Of what is no file nobody knows when it ends, and a pipe that nobody writes would not even open. */
async function readRegular(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (stats.size > LONGEST) throw new Error(`it is longer than ${formatSize(LONGEST)}`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
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
