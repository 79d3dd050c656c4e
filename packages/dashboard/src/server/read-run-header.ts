import { open, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import type { RunEnding, RunHeader, RunPeerHeader, RunTimelineEntry } from '../model/run-header.ts';

/** Bytes of events that are read for what stands at the beginning of every run. */
const BEGINNING = 4 * 1024 * 1024;

const OUTCOMES = ['verified', 'failed', 'interrupted'] as const satisfies readonly RunEnding['outcome'][];

type Json = Readonly<Record<string, unknown>>;

/** A folder that is no run, or not one that can be shown; the message is one line for people. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}

/** What is known of a run that left its folder. @throws RunFolderError when there is nothing in it that can be shown */
export async function readRunHeader(folder: string): Promise<RunHeader> {
  const events = await readBeginning(join(folder, 'events.ndjson'));
  const [plan, summary] = [await readJson(join(folder, 'timeline.json')), await readJson(join(folder, 'summary.json'))];
  const first = events.find((event) => event.type === 'peer-started');
  if (first === undefined)
    throw new RunFolderError(`${folder}: no peer takes part in the first events of events.ndjson`);
  const begin = events.find((event) => event.type === 'run-phase' && event.phase === 'running') ?? events[0] ?? first;
  return {
    name: textIn(objectIn(summary, 'scenario'), 'name') ?? basename(resolve(folder)),
    startedAt: begin.t,
    live: false,
    content: { length: first.length, pieceLength: first.pieceLength, pieces: first.pieces },
    peers: listIn(plan ?? summary, 'peers').flatMap(peerOf),
    bound: boundOf(objectIn(objectIn(summary, 'figures'), 'bound')),
    timeline: listIn(plan, 'timeline').flatMap(entryOf),
    eventLevel: levelOf(events),
    actions: false,
    ...endingOf(summary),
  };
}

function endingOf(summary: Json | undefined): Pick<RunHeader, 'ending'> {
  const outcome = OUTCOMES.find((known) => known === textIn(summary, 'outcome'));
  return outcome === undefined ? {} : { ending: { outcome, reason: textIn(summary, 'reason') ?? null } };
}

function levelOf(events: readonly SwarmEvent[]): RunHeader['eventLevel'] {
  if (events.some(({ type }) => type === 'request' || type === 'block')) return 'block';
  return events.some(({ type }) => type === 'connected' || type === 'piece') ? 'piece' : 'peer';
}

async function readBeginning(path: string): Promise<SwarmEvent[]> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new RunFolderError(`${path} can't be read (${error.code ?? error.message}); name the folder of a run`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    return text.split('\n').flatMap((line) => decodeEvent(line) ?? []);
  } finally {
    await file.close();
  }
}

/** Undefined where there is none that can be read: the events tell the most of it. */
async function readJson(path: string): Promise<Json | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function peerOf(value: unknown): RunPeerHeader[] {
  if (!isObject(value)) return [];
  const name = textIn(value, 'name');
  if (name === undefined) return [];
  const link = objectIn(value, 'link');
  const upload = numberIn(link, 'upload');
  const download = numberIn(link, 'download');
  return [
    {
      name,
      group: textIn(value, 'group') ?? '',
      role: textIn(value, 'role') === 'seed' ? 'seed' : 'leech',
      client: textIn(value, 'client') ?? 'seedbed',
      ...(upload !== undefined && { upload }),
      ...(download !== undefined && { download }),
    },
  ];
}

function boundOf(bound: Json | undefined): RunHeader['bound'] {
  const time = numberIn(bound, 'time');
  if (time !== undefined) return { applies: true, time, by: textIn(bound, 'by') ?? '' };
  return { applies: false, why: textIn(bound, 'why') ?? 'the run left no summary' };
}

function entryOf(value: unknown): RunTimelineEntry[] {
  const action = objectIn(value, 'action');
  const at = numberIn(value, 'at');
  const kind = textIn(action, 'kind');
  if (at === undefined || kind === undefined) return [];
  const named = [...listIn(action, 'peers'), ...listIn(action, 'sides').flat()];
  return [{ at, action: kind, peers: named.filter((peer) => typeof peer === 'string') }];
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const objectIn = (value: unknown, key: string): Json | undefined => {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : undefined;
};

const listIn = (value: unknown, key: string): readonly unknown[] => {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
};

const textIn = (value: unknown, key: string): string | undefined => {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
};

const numberIn = (value: unknown, key: string): number | undefined => {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};
