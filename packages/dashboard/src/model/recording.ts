import type { SwarmEvent } from '@seedbed/events';
import { CurveRecorder, type Curves } from './curves.ts';
import { EventChunk } from './event-chunk.ts';
import { type Mark, markOf } from './marks.ts';
import { kindsOf } from './packed-event.ts';
import { Presence } from './presence.ts';
import type { RunEnding, RunHeader } from './run-header.ts';
import type { SavedModel } from './saved-model.ts';
import { SwarmModel } from './swarm-model.ts';
import { TextTable } from './text-table.ts';

export interface RecordingOptions {
  /** Events between two moments that are put away: what is applied again at most to reach a moment. */
  readonly stretch: number;
  /** Stretches that are kept: the oldest are forgotten. */
  readonly mostStretches: number;
}

/** A moment is reached with some 30 ms of work; four million events take some 130 MB. */
const DEFAULTS: RecordingOptions = { stretch: 65_536, mostStretches: 64 };

/** Which events `lookBack` wants. */
export interface LookBack {
  readonly types: readonly SwarmEvent['type'][];
  /** Told by this peer alone. */
  readonly peer?: string;
  /** About this other side alone. */
  readonly remote?: string;
  /** Before the event of this number; the default is the end. */
  readonly before?: number;
  /** Not before this time, ms on the clock of the events. */
  readonly since?: number;
  readonly limit: number;
}

/** A stretch of the recording with the swarm as it was before its first event. */
interface Stretch {
  readonly before: SavedModel;
  /** The latest time of all events before this stretch, and of those until its end. */
  readonly from: number;
  until: number;
  readonly events: EventChunk;
}

/**
 * All events of a run, live or recorded, and the swarm at any moment of it. `head` is the swarm after the last event;
 * `seek` answers another model, at an earlier moment, and takes no longer however long the recording is.
 *
 * Events have numbers, from 0. When there are more than fit, the oldest are forgotten: `first` is the oldest that is
 * there, and no earlier moment can be sought.
 */
export class Recording {
  readonly header: RunHeader;
  readonly head: SwarmModel;
  readonly #options: RecordingOptions;
  readonly #texts = new TextTable();
  readonly #stretches: Stretch[] = [];
  readonly #curves = new CurveRecorder();
  #marks: Mark[] = [];
  #first = 0;
  #isWhole = false;
  #ending: RunEnding | undefined;
  readonly #presence = new Presence();

  constructor(header: RunHeader, options: Partial<RecordingOptions> = {}) {
    this.header = header;
    this.head = new SwarmModel(header);
    this.#options = { ...DEFAULTS, ...options };
    this.#ending = header.ending;
  }

  /** Nothing will be added any more. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** How the run ended, once it is known. */
  get ending(): RunEnding | undefined {
    return this.#ending;
  }

  /** The run goes on. */
  get isLive(): boolean {
    return this.header.live && !this.#isWhole;
  }

  /** The moment to rest at when all is over: before everybody is stopped, not the empty place that is left. */
  get rest(): number {
    return Math.max(this.from, this.#presence.rest(this.head));
  }

  /** All events are here. */
  close(ending: RunEnding | undefined = this.#ending): void {
    if (!this.#isWhole) this.#curves.end(this.until, this.head);
    this.#isWhole = true;
    this.#ending = ending;
  }

  /** The number of the oldest event that is there. */
  get first(): number {
    return this.#first;
  }

  /** Events so far, forgotten ones included. */
  get length(): number {
    return this.head.count;
  }

  /** Times of the first and the last event that are there; of an empty recording the start of the run. */
  get from(): number {
    return this.#stretches[0]?.events.timeOf(0) ?? this.header.startedAt;
  }

  get until(): number {
    return this.head.time;
  }

  /** Of the whole recording. */
  get curves(): Curves {
    return this.#curves;
  }

  /** Of the whole recording, in order. */
  get marks(): readonly Mark[] {
    return this.#marks;
  }

  append(event: SwarmEvent): void {
    this.#curves.passTo(event.t, this.head);
    const stretch = this.#openStretch();
    stretch.events.append(event);
    this.#presence.pass(event, this.head);
    this.head.apply(event);
    stretch.until = this.head.time;
    const mark = markOf(event);
    if (mark !== undefined) this.#marks.push(mark);
  }

  /** How many events had happened at a time: the number to seek. */
  countAt(t: number): number {
    let count = this.#first;
    for (const { events, from, until } of this.#stretches) {
      if (until > t) {
        let index = 0;
        for (let latest = from; index < events.length; index += 1) {
          latest = Math.max(latest, events.timeOf(index));
          if (latest > t) break;
        }
        return count + index;
      }
      count += events.length;
    }
    return count;
  }

  /** The time after the first `count` events: that of the latest of them. */
  timeAfter(count: number): number {
    const index = count - this.#first;
    const place = Math.floor((index - 1) / this.#options.stretch);
    const stretch = this.#stretches[place];
    if (index <= 0 || stretch === undefined) return this.from;
    let latest = Math.max(stretch.from, this.from);
    const end = Math.min(index - place * this.#options.stretch, stretch.events.length);
    for (let i = 0; i < end; i += 1) latest = Math.max(latest, stretch.events.timeOf(i));
    return latest;
  }

  /** Whether it is the time `t`, to the millisecond, after the first `count` events and before the next. */
  isMoment(count: number, t: number): boolean {
    if (count < this.#first || count > this.length) return false;
    const latest = this.timeAfter(count);
    // The next one may be told late, and then its time is an earlier one.
    const until = Math.max(latest, this.event(count)?.t ?? Number.POSITIVE_INFINITY);
    return latest <= t + 1 && t - 1 <= until;
  }

  /** The swarm after its first `count` events. The model is the caller's: it goes on by `advance` alone. */
  seek(count: number): SwarmModel {
    const wanted = Math.min(Math.max(count, this.#first), this.length);
    const stretch =
      this.#stretches[Math.floor((wanted - this.#first) / this.#options.stretch)] ?? this.#stretches.at(-1);
    if (stretch === undefined) return new SwarmModel(this.header);
    const model = SwarmModel.restore(this.header, stretch.before, this.#texts);
    this.advance(model, wanted);
    return model;
  }

  /** Moves a model of `seek` on to a later event. */
  advance(model: SwarmModel, count: number): void {
    const end = Math.min(count, this.length);
    while (model.count < end) {
      const event = this.event(model.count);
      // Forgotten since: it can't be caught up with.
      if (event === undefined) return;
      model.apply(event);
    }
  }

  /** The event of that number; undefined when it is not there, or not any more. */
  event(number: number): SwarmEvent | undefined {
    const index = number - this.#first;
    const events = this.#stretches[Math.floor(index / this.#options.stretch)]?.events;
    return events !== undefined && number < this.length ? events.event(index % this.#options.stretch) : undefined;
  }

  /** The latest events of some kinds, the newest first: decisions of a choker, messages of a wire, blocks that moved. */
  lookBack({
    types,
    peer,
    remote,
    before = this.length,
    since = Number.NEGATIVE_INFINITY,
    limit,
  }: LookBack): SwarmEvent[] {
    const kinds = types.reduce((mask, type) => mask | kindsOf(type), 0);
    const teller = peer === undefined ? undefined : this.#texts.numberOf(peer);
    const found: SwarmEvent[] = [];
    let end = Math.min(before, this.length) - this.#first;
    for (let place = Math.ceil(end / this.#options.stretch) - 1; place >= 0; place -= 1) {
      const stretch = this.#stretches[place];
      if (stretch === undefined || stretch.until < since) break;
      const { events } = stretch;
      for (let index = end - place * this.#options.stretch - 1; index >= 0; index -= 1) {
        if (found.length >= limit) return found;
        if ((kinds & (1 << events.kindOf(index))) === 0 || events.timeOf(index) < since) continue;
        if (teller !== undefined && events.peerOf(index) !== teller) continue;
        const event = events.event(index);
        if (types.includes(event.type) && (remote === undefined || remoteOf(event) === remote)) found.push(event);
      }
      end = place * this.#options.stretch;
    }
    return found;
  }

  #openStretch(): Stretch {
    const last = this.#stretches.at(-1);
    if (last !== undefined && !last.events.isFull) return last;
    const time = this.length === 0 ? Number.NEGATIVE_INFINITY : this.head.time;
    const stretch = {
      before: this.head.save(this.#texts),
      from: time,
      until: time,
      events: new EventChunk(this.#options.stretch, this.#texts),
    };
    this.#stretches.push(stretch);
    if (this.#stretches.length > this.#options.mostStretches) this.#forget();
    return stretch;
  }

  #forget(): void {
    const oldest = this.#stretches.shift();
    if (oldest === undefined) return;
    this.#first += oldest.events.length;
    this.#marks = this.#marks.filter(({ t }) => t > oldest.until);
  }
}

const remoteOf = (event: SwarmEvent): string | undefined => ('remote' in event ? event.remote : undefined);
