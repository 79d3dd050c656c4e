import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadCounts, RecordReader, type SwarmEvent } from '@seedbed/events';
import type { RunHeader } from '../model/run-header.ts';
import { RunFolderError } from './run-folder-error.ts';

/** Events that are read for what stands at the beginning of every run. */
const BEGINNING = 20_000;

type PeerStarted = Extract<SwarmEvent, { type: 'peer-started' }>;

/** What the first events of a record tell of all of it. */
export interface RecordBeginning {
  readonly startedAt: number;
  readonly eventLevel: RunHeader['eventLevel'];
  readonly content: RunHeader['content'];
}

/**
 * Reads what stands at the beginning of a run's record, behind however much that is damaged.
 *
 * @throws RunFolderError when there is nothing in it that can be shown
 */
export async function readBeginning(folder: string): Promise<RecordBeginning> {
  const path = join(folder, 'events.ndjson');
  const types = new Set<SwarmEvent['type']>();
  let from: number | undefined;
  let runningFrom: number | undefined;
  let started: PeerStarted | undefined;
  const counts = await readUntil(folder, path, (event) => {
    types.add(event.type);
    from ??= event.t;
    if (event.type === 'run-phase' && event.phase === 'running') runningFrom ??= event.t;
    if (event.type === 'peer-started') started ??= event;
  });
  if (started === undefined) throw new RunFolderError(`${path} ${whyNothing(counts)}`);
  return {
    startedAt: runningFrom ?? from ?? started.t,
    eventLevel: levelOf(types),
    content: { length: started.length, pieceLength: started.pieceLength, pieces: started.pieces },
  };
}

/** Counts what of a record can be read, all of it. @throws Error when the signal is aborted, or the file can't be read */
export async function countRecord(path: string, signal: AbortSignal): Promise<ReadCounts> {
  const reader = new RecordReader(() => {});
  for await (const text of streamOf(path, signal)) reader.push(text);
  reader.end();
  return reader.counts;
}

/** Until enough was read, or the end. */
async function readUntil(folder: string, path: string, apply: (event: SwarmEvent) => void): Promise<ReadCounts> {
  const reader = new RecordReader(apply);
  try {
    // Whatever else has that name, a pipe say, may never end.
    if (!(await stat(path)).isFile()) throw new RunFolderError(`${path} is no file; name the folder of a run`);
    for await (const text of streamOf(path)) {
      reader.push(text);
      if (reader.counts.read >= BEGINNING) return reader.counts;
    }
  } catch (error) {
    if (error instanceof RunFolderError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const first = join(folder, '1');
    const wanted = existsSync(join(first, 'events.ndjson')) ? `one of its runs, like ${first}` : 'the folder of a run';
    throw new RunFolderError(`${path} can't be read (${code ?? message}); name ${wanted}`);
  }
  reader.end();
  return reader.counts;
}

const streamOf = (path: string, signal?: AbortSignal): AsyncIterable<string> =>
  createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024, ...(signal !== undefined && { signal }) });

function whyNothing({ read, unreadable, firstUnreadable }: ReadCounts): string {
  if (read > 0) return 'tells of no peer, so there is nothing to show';
  if (unreadable === 0) return 'is empty: the run ended before its first event';
  return `holds no event: none of its ${unreadable} lines can be read, from line ${firstUnreadable} on`;
}

function levelOf(types: ReadonlySet<SwarmEvent['type']>): RunHeader['eventLevel'] {
  if (types.has('request') || types.has('block')) return 'block';
  return types.has('connected') || types.has('piece') ? 'piece' : 'peer';
}
