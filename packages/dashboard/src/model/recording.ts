import type { SwarmEvent } from '@seedbed/events';
import { CurveRecorder, type Curves } from './curves.ts';
import { type Mark, markOf } from './marks.ts';
import type { RunHeader } from './run-header.ts';
import { SwarmModel } from './swarm-model.ts';

/** Which events `lookBack` wants. */
export interface LookBack {
  readonly types: readonly SwarmEvent['type'][];
  /** Told by this peer alone. */
  readonly peer?: string;
  /** About this other side alone. */
  readonly remote?: string;
  /** Before this event, by its number; the default is the end. */
  readonly before?: number;
  /** Not before this time, ms on the clock of the events. */
  readonly since?: number;
  readonly limit: number;
}

/**
 * All events of a run, live or recorded, and the swarm at any moment of it. `head` is the swarm after the last event;
 * `seek` answers another model, at an earlier moment.
 */
export class Recording {
  readonly header: RunHeader;
  readonly head: SwarmModel;
  readonly #events: SwarmEvent[] = [];
  readonly #curves = new CurveRecorder();
  readonly #marks: Mark[] = [];

  constructor(header: RunHeader) {
    this.header = header;
    this.head = new SwarmModel(header);
  }

  /** Events so far. */
  get length(): number {
    return this.#events.length;
  }

  /** Of the first and the last event; of an empty recording the start of the run. */
  get from(): number {
    return this.#events[0]?.t ?? this.header.startedAt;
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
    this.#events.push(event);
    this.head.apply(event);
    const mark = markOf(event);
    if (mark !== undefined) this.#marks.push(mark);
  }

  /** How many events had happened at a time: the number to seek. */
  countAt(t: number): number {
    let count = 0;
    while (count < this.#events.length && (this.#events[count]?.t ?? 0) <= t) count += 1;
    return count;
  }

  /** The swarm after its first `count` events. The model is the caller's: it does not go on by itself. */
  seek(count: number): SwarmModel {
    const model = new SwarmModel(this.header);
    for (const event of this.#events.slice(0, count)) model.apply(event);
    return model;
  }

  /** Moves a model of `seek` on to a later event; cheap for a few. */
  advance(model: SwarmModel, count: number): void {
    for (const event of this.#events.slice(model.count, count)) model.apply(event);
  }

  /** The event of that number, from 0. */
  event(index: number): SwarmEvent | undefined {
    return this.#events[index];
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
    const found: SwarmEvent[] = [];
    for (let index = Math.min(before, this.length) - 1; index >= 0 && found.length < limit; index -= 1) {
      const event = this.#events[index];
      if (event === undefined || event.t < since) break;
      if (!types.includes(event.type)) continue;
      if (peer !== undefined && event.peer !== peer) continue;
      if (remote !== undefined && !('remote' in event && event.remote === remote)) continue;
      found.push(event);
    }
    return found;
  }
}
