import type { SwarmEvent } from '@seedbed/events';
import type { WireEvent } from '../peer/sequence-rows.ts';
import { announceExhibits } from './announce-exhibits.ts';
import { bencodeFields } from './bencode-fields.ts';
import { type Exhibit, wireExhibit } from './exhibit.ts';
import { findWire } from './find-wire.ts';
import type { TourRecording } from './tour-recording.ts';
import { TOUR_TEXTS, type TourText } from './tour-texts.ts';

/** One step of the tour: what it says, the moment of the run that it is about, and the bytes that it shows. */
export interface TourStep extends TourText {
  /** ms on the clock of the events. */
  readonly t: number;
  /** The moment that the picture shows: that one, or a little later, when a block that is shown is halfway. */
  readonly shownAt: number;
  /** Who is picked in the picture. */
  readonly peer: string;
  readonly exhibits: readonly Exhibit[];
}

type Shown = Pick<TourStep, 't' | 'exhibits'>;

/** What a pulse takes for half of its way at the speed of the tour, ms. */
const HALFWAY = 80;

/** The peer whose way through the protocol the tour follows: the first leech. */
const HERO = 'leech-1';

/** Finds in a recording what each step shows. A step whose message never came has no bytes and stays at the beginning. */
export function tourSteps(tour: TourRecording): TourStep[] {
  const { recording } = tour;
  const wire = (message: WireEvent['message'], isWanted?: (event: WireEvent) => boolean, since?: number): Shown =>
    shownOf(tour, [findWire(recording, message, (event) => event.peer === HERO && (isWanted?.(event) ?? true), since)]);
  const sent = ({ direction }: WireEvent): boolean => direction === 'sent';
  const received = ({ direction }: WireEvent): boolean => direction === 'received';
  const request = findWire(recording, 'request', (event) => event.peer === HERO && sent(event));
  const isAnswer = (event: WireEvent): boolean =>
    event.peer === HERO && received(event) && event.hex.slice(10, 26) === request?.hex.slice(10, 26);
  const shown: readonly Shown[] = [
    torrentShown(tour),
    announceShown(tour),
    wire('handshake', sent),
    wire('bitfield', received),
    wire('interested', sent),
    wire('unchoke', received),
    shownOf(tour, [request, findWire(recording, 'piece', isAnswer, request?.t)]),
    wire('have', sent),
    endGameShown(tour),
    seedingShown(tour),
  ];
  return TOUR_TEXTS.map((text, i) => {
    const { t, exhibits } = shown[i] ?? { t: recording.from, exhibits: [] };
    const hasBlock = exhibits.some(({ title }) => title.startsWith('piece:'));
    return { ...text, peer: HERO, t, exhibits, shownAt: hasBlock ? t + HALFWAY : t };
  });
}

function shownOf({ recording }: TourRecording, events: readonly (WireEvent | undefined)[]): Shown {
  const found = events.filter((event) => event !== undefined);
  const nameOf = (id: string): string => recording.head.peerOf(id)?.name ?? id;
  return {
    t: found.at(-1)?.t ?? recording.from,
    exhibits: found.map((event) => wireExhibit(event, nameOf, recording.header.content)),
  };
}

function torrentShown({ recording, torrent }: TourRecording): Shown {
  const exhibit = { title: 'tour.torrent', bytes: torrent, length: torrent.length, fields: bencodeFields(torrent) };
  return { t: recording.from, exhibits: [exhibit] };
}

/** The second announce: it is the first leech's, and the first that is answered with somebody's address. */
function announceShown({ recording, announces }: TourRecording): Shown {
  const announce = announces[1];
  if (announce === undefined) return { t: recording.from, exhibits: [] };
  return { t: announce.t, exhibits: announceExhibits(announce, HERO) };
}

/** A late block that was asked of a second peer, and the cancel to the one that was slower. */
function endGameShown(tour: TourRecording): Shown {
  const { recording } = tour;
  const cancel = findWire(recording, 'cancel', ({ direction, peer }) => direction === 'sent' && peer === HERO);
  const sameBlock = (event: WireEvent): boolean =>
    event.peer === HERO && event.direction === 'sent' && event.hex.slice(10) === cancel?.hex.slice(10);
  return shownOf(tour, [findWire(recording, 'request', sameBlock), cancel]);
}

/** From its completion on: the first block that the leech, a seed now, sends to another. */
function seedingShown(tour: TourRecording): Shown {
  const { recording } = tour;
  const done = firstOf(recording, (event) => event.type === 'completed' && event.peer === HERO);
  const isSent = ({ peer, direction }: WireEvent): boolean => peer === HERO && direction === 'sent';
  const shown = shownOf(tour, [findWire(recording, 'piece', isSent, done?.t)]);
  if (shown.exhibits.length > 0) return shown;
  // Everybody was complete at the same time: what it tells others then is that it wants nothing any more.
  return { ...shownOf(tour, [findWire(recording, 'not-interested', isSent, done?.t)]), t: done?.t ?? recording.until };
}

function firstOf(
  recording: TourRecording['recording'],
  isWanted: (event: SwarmEvent) => boolean,
): SwarmEvent | undefined {
  for (let i = 0; i < recording.length; i += 1) {
    const event = recording.event(i);
    if (event !== undefined && isWanted(event)) return event;
  }
  return undefined;
}
