import { Link, type LinkDirection, type LinkFlow, type LinkUse } from '@seedbed/netem';
import { WakeTimer } from '../wake-timer.ts';

/** Something on its way over a link. */
export interface Chunk {
  /** It has left the rate and is on its way; not told of what arrives at once. */
  left(): void;
  arrived(): void;
}

/** Moves what is on one direction of a link when its time has come. */
export class LinkDriver {
  readonly #link: Link<Chunk>;
  readonly #now: () => number;
  readonly #timer: WakeTimer;
  readonly #moved: () => void;
  #isMoving = false;
  #isStopped = false;

  /** @param moved called when there may be more room than before */
  constructor(
    settings: LinkDirection,
    { now, random, moved }: { readonly now: () => number; readonly random: () => number; readonly moved: () => void },
  ) {
    this.#link = new Link(settings, random, now());
    this.#now = now;
    this.#moved = moved;
    this.#timer = new WakeTimer(now, () => this.#move());
  }

  get rate(): number {
    return this.#link.rate;
  }

  /** Bytes that may wait. */
  get capacity(): number {
    return this.#link.capacity;
  }

  /** Bytes that wait. */
  get waiting(): number {
    return this.#link.waiting;
  }

  open(): LinkFlow<Chunk> {
    return this.#link.open();
  }

  close(flow: LinkFlow<Chunk>): void {
    this.#link.close(flow);
    this.#arm();
  }

  isFree(flow: LinkFlow<Chunk>): boolean {
    return this.#link.isFree(flow);
  }

  passed(bytes: number): void {
    this.#link.passed(bytes);
  }

  push(flow: LinkFlow<Chunk>, chunk: Chunk, bytes: number): void {
    this.#link.push(flow, chunk, bytes);
    this.#move();
  }

  hold(flow: LinkFlow<Chunk>, isHeld: boolean): void {
    this.#link.hold(flow, isHeld);
    this.#arm();
  }

  set(settings: LinkDirection): void {
    this.#link.set(settings, this.#now());
    this.#arm();
  }

  use(): LinkUse {
    return this.#link.use(this.#now());
  }

  /** Moves nothing any more. */
  stop(): void {
    this.#isStopped = true;
    this.#timer.close();
  }

  /** What a chunk brings about at its arrival may push others: they move when those before them have arrived. */
  #move(): void {
    if (this.#isMoving || this.#isStopped) return;
    this.#isMoving = true;
    let isMoving: boolean;
    do {
      const { left, arrived } = this.#link.advance(this.#now());
      for (const chunk of left) chunk.left();
      for (const chunk of arrived) chunk.arrived();
      isMoving = left.length + arrived.length > 0;
    } while (isMoving);
    this.#isMoving = false;
    this.#arm();
  }

  /** Whoever changes a link may be in the midst of what a chunk brought about: nothing moves before the next turn. */
  #arm(): void {
    if (this.#isMoving || this.#isStopped) return;
    this.#timer.set(this.#link.nextDue(this.#now()));
    this.#moved();
  }
}
