import { basename, resolve } from 'node:path';
import type { RunEnding, RunHeader, RunPeerHeader, RunTimelineEntry } from '../model/run-header.ts';
import { isObject, type Json, listIn, numberIn, objectIn, textIn } from './json-field.ts';
import { readDocument } from './read-document.ts';
import { readBeginning } from './read-record.ts';

const OUTCOMES = ['verified', 'failed', 'interrupted'] as const satisfies readonly RunEnding['outcome'][];

/** What a run has left, as far as it can be shown. */
export interface RecordedRun {
  readonly header: RunHeader;
  /** What of its documents is missing or damaged, and what is not shown for it: a line each. */
  readonly damage: readonly string[];
  /** Events that its launcher says to have written; undefined where it left no word of it. */
  readonly written: number | undefined;
}

/** What is known of a run that left its folder. @throws RunFolderError when there is nothing in it that can be shown */
export async function readRecordedRun(folder: string): Promise<RecordedRun> {
  const beginning = await readBeginning(folder);
  const plan = await readDocument(folder, 'timeline.json', ['peers', 'timeline']);
  const summary = await readDocument(folder, 'summary.json', ['scenario']);
  const manifest = await readDocument(folder, 'manifest.json', ['request']);
  const peers = listIn(plan.value ?? summary.value, 'peers');
  const timeline = listIn(plan.value, 'timeline');
  const header: RunHeader = {
    ...beginning,
    name: textIn(objectIn(summary.value, 'scenario'), 'name') ?? basename(resolve(folder)),
    live: false,
    peers: peers.flatMap(peerOf),
    bound: boundOf(objectIn(objectIn(summary.value, 'figures'), 'bound')),
    timeline: timeline.flatMap(entryOf),
    actions: false,
    ...endingOf(summary.value),
  };
  return {
    header,
    damage: [
      ...damageOf(plan.trouble, 'the links of the peers and what was planned are not shown'),
      ...damageOf(summary.trouble, 'how the run ended and its bound are not shown'),
      ...damageOf(manifest.trouble, 'the page shows nothing of it anyway'),
      ...partOf('peers', peers, header.peers),
      ...partOf('entries of the timeline', timeline, header.timeline),
    ],
    written: numberIn(objectIn(summary.value, 'events'), 'written'),
  };
}

const damageOf = (trouble: string | undefined, loss: string): string[] =>
  trouble === undefined ? [] : [`${trouble}; ${loss}`];

function partOf(what: string, all: readonly unknown[], read: readonly unknown[]): string[] {
  const lost = all.length - read.length;
  return lost === 0 ? [] : [`${lost} of ${all.length} ${what} make no sense and are left out`];
}

function endingOf(summary: Json | undefined): Pick<RunHeader, 'ending'> {
  const outcome = OUTCOMES.find((known) => known === textIn(summary, 'outcome'));
  return outcome === undefined ? {} : { ending: { outcome, reason: textIn(summary, 'reason') ?? null } };
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
