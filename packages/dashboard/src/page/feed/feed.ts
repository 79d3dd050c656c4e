import { EventSplitter } from '@seedbed/events';
import type { Recording, RunHeader } from '../../model/index.ts';
import { appendLine } from './append-line.ts';

/**
 * What is known of the way on which events come. `catching-up`: what was there before this page is being read;
 * `over` and `lost` are the end of a live run, told and not told.
 */
export type FeedState = 'reading' | 'complete' | 'catching-up' | 'live' | 'interrupted' | 'over' | 'lost';

/** Who is told how the events come. */
export interface FeedListener {
  readonly onState: (state: FeedState) => void;
}

/** Asks what is to be seen. @throws Error with one line for people */
export async function fetchHeader(): Promise<RunHeader> {
  const response = await fetch('api/run');
  if (!response.ok) throw new Error(`the run can't be read: the server answered ${response.status}`);
  return (await response.json()) as RunHeader;
}

/**
 * Reads a recorded run as it comes; what has come can be looked at before the rest is here.
 *
 * @throws Error with one line for people, also where there is nothing to look at
 */
export async function readRecorded(recording: Recording, url: string, { onState }: FeedListener): Promise<void> {
  onState('reading');
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`the events can't be read: ${response.status}`);
  const splitter = new EventSplitter();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let lines = 0;
  const append = (line: string): void => {
    lines += 1;
    appendLine(recording, line);
  };
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    splitter.push(chunk.value).forEach(append);
  }
  splitter.end().forEach(append);
  if (recording.length === 0) throw new Error(nothingToShow(lines + splitter.dropped));
  recording.close();
  onState('complete');
}

function nothingToShow(lines: number): string {
  const found = lines === 0 ? 'its events.ndjson is empty' : `no line of its events.ndjson, of ${lines}, is an event`;
  return `There is nothing to show of this run: ${found}. Open the folder of a run that seedbed swarm has written.`;
}
