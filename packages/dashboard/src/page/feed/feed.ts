import { decodeEvent, EventSplitter } from '@seedbed/events';
import type { Recording, RunEnding, RunHeader } from '../../model/index.ts';

/** What is known of the way on which events come; `over` and `lost` are the end of a live run, told and not told. */
export type FeedState = 'reading' | 'complete' | 'live' | 'interrupted' | 'over' | 'lost';

/** Attempts in a row, a second apart, after which a launcher that does not answer is taken to be gone. */
const MOST_ATTEMPTS = 15;

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

/** Lines that are no events are left out: a newer version may tell more than this page knows. */
function appendLine(recording: Recording, line: string): void {
  const event = decodeEvent(line);
  if (event !== undefined) recording.append(event);
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

/** Follows a run that goes on. The browser connects again by itself and says which line it has had last. */
export function followLive(recording: Recording, { onState }: FeedListener): () => void {
  const source = new EventSource('api/events');
  let failures = 0;
  const finish = (state: FeedState, ending?: RunEnding): void => {
    source.close();
    recording.close(ending);
    onState(state);
  };
  source.onopen = () => {
    failures = 0;
    onState('live');
  };
  source.onerror = () => {
    failures += 1;
    // It gives up by itself where the server says that there is nothing to add to what is here.
    if (source.readyState === EventSource.CLOSED || failures >= MOST_ATTEMPTS) finish('lost');
    else onState('interrupted');
  };
  source.onmessage = ({ data }: MessageEvent<string>) => {
    for (const line of data.split('\n')) if (line !== '') appendLine(recording, line);
  };
  // The run is over and its server is about to leave: what is here stays, and nobody asks for more.
  source.addEventListener('end', ({ data }: MessageEvent<string>) => finish('over', parseEnding(data)));
  return () => source.close();
}

/** How the run ended; undefined where it is not known, as when its launcher was told to leave. */
function parseEnding(data: string): RunEnding | undefined {
  const { ending } = JSON.parse(data) as { readonly ending?: RunEnding };
  return ending;
}
