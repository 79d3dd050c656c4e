import type { SwarmEvent } from '@seedbed/events';
import type { Recording, SwarmModel } from '../model/index.ts';
import { advance, changeSpeed, followLive, type Playhead, seek, togglePlay } from './time/playhead.ts';
import { clamp, type TimeSpan } from './time/time-scale.ts';

/** How often what is text is made anew, ms: figures that change faster can't be read. */
const TELL_EVERY = 150;

/** Which moment of a recording is looked at, and the swarm at that moment. Pictures ask it in each frame. */
export class RunPlayer {
  readonly recording: Recording;
  #head: Playhead;
  #model: SwarmModel;
  /** While time stands still: how many events have happened, where the moment alone leaves it open. */
  #exact: number | undefined;
  #told = 0;
  #known = { length: 0, isWhole: false };
  /** Something has changed since listeners were told last. */
  #isUntold = false;
  readonly #listeners = new Set<() => void>();

  constructor(recording: Recording, speed = 1) {
    this.recording = recording;
    const { live, startedAt } = recording.header;
    this.#head = { mode: live ? 'live' : 'paused', at: startedAt, speed };
    this.#model = recording.seek(0);
  }

  get head(): Playhead {
    return this.#head;
  }

  /** The swarm at the moment that is looked at. Only to be read. */
  get model(): SwarmModel {
    return this.#model;
  }

  get isLive(): boolean {
    return this.recording.isLive;
  }

  /** All has been seen: the run is over, and nothing moves any more. */
  get isOver(): boolean {
    return this.recording.isWhole && this.#head.mode === 'paused' && this.#head.at >= this.recording.rest;
  }

  get span(): TimeSpan {
    const { from, until } = this.recording;
    return { from, to: Math.max(from, until) };
  }

  /** Told about ten times a second while something changes, and at once when somebody does something. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Time goes on. @param now ms of the viewer's clock */
  frame(elapsed: number, now: number): void {
    const before = this.#model.count;
    const { at, mode } = this.#head;
    const { length, isWhole } = this.recording;
    if (length !== this.#known.length || isWhole !== this.#known.isWhole) {
      // The bar of time grows, whatever moment is looked at.
      this.#known = { length, isWhole };
      this.#isUntold = true;
    }
    this.#head = advance(this.#head, elapsed, this.span, this.#rest);
    this.#followHead();
    if (this.#model.count !== before || this.#head.at !== at || this.#head.mode !== mode) this.#isUntold = true;
    if (this.#isUntold && now - this.#told >= TELL_EVERY) this.#tell(now);
  }

  togglePlay(): void {
    this.#turn(togglePlay(this.#head, this.span, this.#rest));
  }

  seek(at: number): void {
    this.#turn(seek(this.#head, at, this.span));
  }

  /** Stands still at a moment: after its first `count` events where that is the same moment, else after all of it. */
  pauseAt(at: number, count?: number): void {
    const isSame = count !== undefined && this.recording.isMoment(count, at);
    this.#turn({ ...seek(this.#head, at, this.span), mode: 'paused' }, isSame ? count : undefined);
  }

  /** Stands still after that many events of the recording, however many happened at the same time. */
  pauseAfter(count: number): void {
    const { first, length } = this.recording;
    const wanted = clamp(count, first, length);
    this.#turn({ ...this.#head, mode: 'paused', at: this.recording.timeAfter(wanted) }, wanted);
  }

  /** Goes over one event, to the next or the one before. */
  step(direction: -1 | 1): void {
    this.pauseAfter(this.#model.count + direction);
  }

  /** The event that happened last at the moment that is looked at; undefined before the first. */
  get latestEvent(): SwarmEvent | undefined {
    return this.recording.event(this.#model.count - 1);
  }

  changeSpeed(direction: -1 | 1): void {
    this.#turn(changeSpeed(this.#head, direction));
  }

  followLive(): void {
    if (this.isLive) this.#turn(followLive(this.#head, this.span));
  }

  /** Of a recorded run that is being read still, the end of what is here. */
  get #rest(): number | undefined {
    if (this.isLive) return undefined;
    return this.recording.isWhole ? this.recording.rest : this.span.to;
  }

  #turn(head: Playhead, exact?: number): void {
    this.#head = head;
    this.#exact = exact;
    this.#followHead();
    // What is heard later of this very moment does not change what is looked at.
    if (head.mode === 'paused') this.#exact = this.#model.count;
    this.#tell(this.#told);
  }

  #followHead(): void {
    const count = this.#exact ?? this.recording.countAt(this.#head.at);
    if (count < this.#model.count) this.#model = this.recording.seek(count);
    else if (count > this.#model.count) this.recording.advance(this.#model, count);
  }

  #tell(now: number): void {
    this.#told = now;
    this.#isUntold = false;
    for (const listener of this.#listeners) listener();
  }
}
