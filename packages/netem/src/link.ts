import { checkedDelay, type Delay } from './delay-line.ts';
import { LINK_BURST } from './link-burst.ts';
import { LinkFlow } from './link-flow.ts';
import type { LinkUse } from './link-use.ts';
import { TokenBucket } from './token-bucket.ts';
import { UseMeter } from './use-meter.ts';

/** One direction of a link. */
export interface LinkDirection extends Delay {
  /** Bytes per second, `Infinity` for no limit. */
  readonly rate: number;
}

/** What has moved, in order. */
export interface Movement<T> {
  /** Has left the rate and is on its way now. What arrives at once is not told here. */
  readonly left: readonly T[];
  readonly arrived: readonly T[];
}

/** Bytes that may wait at any rate: the blocks that a peer hands over ahead. */
const LEAST_QUEUE = 64 * 1024;
/** Time of the rate that may wait, ms: as much as a home router keeps. */
const QUEUE_TIME = 250;

const burstOf = (rate: number): number => (rate === Number.POSITIVE_INFINITY ? 0 : (rate * LINK_BURST) / 1_000);

/**
 * One direction of what joins a peer to the network: a rate that all its connections share, a chunk at a time in turn, and
 * behind it a delay that each of them has to itself. A flow keeps its order, and no chunk is ever lost: not when the link
 * changes, not while a flow is held.
 *
 * Over any time T at most `burst + rate x T + one chunk` bytes leave the rate.
 *
 * Pure: time is an argument, in ms of any monotonic clock, and so is chance.
 */
export class Link<T> {
  readonly #bucket: TokenBucket;
  readonly #meter: UseMeter;
  readonly #random: () => number;
  #settings: LinkDirection;
  readonly #flows = new Set<LinkFlow<T>>();
  /** Flows with something that waits, in order of their turns; none that is held. */
  readonly #turns = new Set<LinkFlow<T>>();
  /** Flows with something on its way; none that is held. */
  readonly #onWay = new Set<LinkFlow<T>>();
  #waiting = 0;
  /** Whether the next one had to wait. */
  #hasWaited = false;

  /** @param random numbers in [0, 1). @throws RangeError when a rate, a delay or a share makes no sense */
  constructor(settings: LinkDirection, random: () => number, now: number) {
    this.#bucket = new TokenBucket(settings.rate, burstOf(settings.rate), now);
    this.#meter = new UseMeter(settings.rate);
    this.#random = random;
    this.#settings = checkedDelay(settings);
  }

  get rate(): number {
    return this.#settings.rate;
  }

  /** Bytes that wait for their turn; of flows that are held none. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Bytes that may wait. Nothing is lost beyond; whoever sends keeps it back. */
  get capacity(): number {
    return Math.max(LEAST_QUEUE, (this.rate * QUEUE_TIME) / 1_000);
  }

  /** A new connection. */
  open(): LinkFlow<T> {
    const flow = new LinkFlow<T>(this.#settings, this.#random);
    this.#flows.add(flow);
    return flow;
  }

  /** The connection is gone, and what it had here. */
  close(flow: LinkFlow<T>): void {
    this.#leave(flow);
    this.#flows.delete(flow);
  }

  /** Whether a chunk would be through as soon as it comes: then it need not be pushed. */
  isFree(flow: LinkFlow<T>): boolean {
    return this.rate === Number.POSITIVE_INFINITY && flow.isShort;
  }

  /** Bytes have taken the way that was free. */
  passed(bytes: number): void {
    this.#meter.passed(bytes);
  }

  push(flow: LinkFlow<T>, chunk: T, bytes: number): void {
    flow.push(chunk, bytes);
    if (flow.isHeld) return;
    this.#waiting += bytes;
    this.#turns.add(flow);
  }

  /** Cuts a connection's cable, or mends it: meanwhile nothing of it moves. */
  hold(flow: LinkFlow<T>, isHeld: boolean): void {
    if (flow.isHeld === isHeld) return;
    if (isHeld) this.#leave(flow);
    flow.isHeld = isHeld;
    if (isHeld) return;
    this.#waiting += flow.waitingBytes;
    if (flow.next !== undefined) this.#turns.add(flow);
    if (flow.line.nextDue < Number.POSITIVE_INFINITY) this.#onWay.add(flow);
  }

  /** Changes the link for what waits and what comes; what is on its way keeps its time. @throws RangeError as the constructor */
  set(settings: LinkDirection, now: number): void {
    checkedDelay(settings);
    if (settings.rate !== this.rate) {
      this.#bucket.setRate(settings.rate, now, burstOf(settings.rate));
      this.#meter.setRate(settings.rate, now);
    }
    for (const flow of this.#flows) flow.line.setDelay(settings);
    this.#settings = settings;
  }

  /** Moves what may move by now. */
  advance(now: number): Movement<T> {
    const left: T[] = [];
    const arrived: T[] = [];
    // What is due comes out before anything else gets in behind it.
    this.#arrive(arrived, now);
    for (const flow of this.#turns) {
      const { next } = flow;
      if (next === undefined) throw new Error('invariant: a flow whose turn it is has something that waits');
      if (this.#bucket.take(next.bytes, now) > 0) {
        this.#hasWaited = true;
        break;
      }
      this.#meter.left(next.bytes, now, this.#bucket.spend(0, now), this.#hasWaited);
      this.#hasWaited = false;
      flow.shift();
      this.#waiting -= next.bytes;
      this.#turns.delete(flow);
      if (flow.next !== undefined) this.#turns.add(flow);
      if (flow.line.isShort) arrived.push(next.chunk);
      else {
        flow.line.push(next.chunk, next.bytes, now);
        this.#onWay.add(flow);
        left.push(next.chunk);
      }
    }
    return { left, arrived };
  }

  /** When something moves next, ms; `Infinity` when nothing will by itself. */
  nextDue(now: number): number {
    let due = this.#turns.size > 0 ? now + this.#bucket.spend(0, now) : Number.POSITIVE_INFINITY;
    for (const { line } of this.#onWay) due = Math.min(due, line.nextDue);
    return due;
  }

  use(now: number): LinkUse {
    return this.#meter.use(now);
  }

  #arrive(arrived: T[], now: number): void {
    for (const flow of this.#onWay) {
      arrived.push(...flow.line.take(now));
      if (flow.line.nextDue === Number.POSITIVE_INFINITY) this.#onWay.delete(flow);
    }
  }

  #leave(flow: LinkFlow<T>): void {
    if (!flow.isHeld) this.#waiting -= flow.waitingBytes;
    this.#turns.delete(flow);
    this.#onWay.delete(flow);
    // What comes next has not waited for what went with the flow.
    if (this.#turns.size === 0) this.#hasWaited = false;
  }
}
