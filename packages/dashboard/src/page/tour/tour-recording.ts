import { fromHex } from '@seedbed/protocol';
import announcesUrl from '../../../tour/recording/announces.json?url';
import eventsUrl from '../../../tour/recording/events.ndjson?url';
import headerUrl from '../../../tour/recording/run.json?url';
import torrentUrl from '../../../tour/recording/tour.torrent?url';
import { Recording, type RunHeader } from '../../model/index.ts';
import { readRecorded } from '../feed/feed.ts';

/** What one peer asked the tracker, and what it was answered, as it went over the wire. */
export interface RecordedAnnounce {
  /** ms on the clock of the events. */
  readonly t: number;
  readonly request: Uint8Array;
  readonly answer: Uint8Array;
}

/** The run that the tour shows; it ships with the page. */
export interface TourRecording {
  readonly recording: Recording;
  readonly torrent: Uint8Array;
  readonly announces: readonly RecordedAnnounce[];
}

interface AnnounceFile {
  readonly t: number;
  readonly request: string;
  readonly answer: string;
}

/** Reads it, once somebody wants the tour. @throws Error with one line for people */
export async function loadTour(): Promise<TourRecording> {
  const [header, announces, torrent] = await Promise.all([
    read(headerUrl).then((response) => response.json() as Promise<RunHeader>),
    read(announcesUrl).then((response) => response.json() as Promise<AnnounceFile[]>),
    read(torrentUrl).then((response) => response.arrayBuffer()),
  ]);
  const recording = new Recording(header);
  await readRecorded(recording, eventsUrl, { onState: () => {} });
  return {
    recording,
    torrent: new Uint8Array(torrent),
    announces: announces.map(({ t, request, answer }) => ({ t, request: bytesOf(request), answer: bytesOf(answer) })),
  };
}

async function read(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the recorded run of the tour can't be read: ${response.status}`);
  return response;
}

function bytesOf(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array();
}
