import type { Recording, SwarmModel } from '../model/index.ts';
import { advance, changeSpeed, followLive, type Playhead, seek, togglePlay } from './time/playhead.ts';
import type { TimeSpan } from './time/time-scale.ts';

/** How often what is text is made anew, ms: figures that change faster can't be read. */
const TELL_EVERY = 150;

/** Which moment of a recording is looked at, and the swarm at that moment. Pictures ask it in each frame. */
export class RunPlayer {
  readonly recording: Recording;
  #head: Playhead;
  #model: SwarmModel;
  #told = 0;
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

  pauseAt(at: number): void {
    this.#turn({ ...seek(this.#head, at, this.span), mode: 'paused' });
  }

  /** Goes over one event, to the next or the one before. */
  step(direction: -1 | 1): void {
    const { count } = this.#model;
    const event = this.recording.event(direction === 1 ? count : count - 2);
    this.pauseAt(event?.t ?? (direction === 1 ? this.span.to : this.span.from));
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

  #turn(head: Playhead): void {
    this.#head = head;
    this.#followHead();
    this.#tell(this.#told);
  }

  #followHead(): void {
    const count = this.recording.countAt(this.#head.at);
    if (count < this.#model.count) this.#model = this.recording.seek(count);
    else if (count > this.#model.count) this.recording.advance(this.#model, count);
  }

  #tell(now: number): void {
    this.#told = now;
    this.#isUntold = false;
    for (const listener of this.#listeners) listener();
  }
}
