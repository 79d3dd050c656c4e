/** What a line does to what goes through it. Times are ms, `loss` a share of chunks, 0 to 1. */
export interface Delay {
  /** One way. */
  readonly latency: number;
  /** The latency of a chunk differs by so much at most, either way. */
  readonly jitter: number;
  readonly loss: number;
}

/** What a lost chunk waits for: the least retransmission timeout of Linux, ms. */
export const RETRANSMISSION = 200;

interface Item<T> {
  readonly due: number;
  readonly chunk: T;
  readonly bytes: number;
}

/**
 * Chunks on their way through a line that is as long as its latency. A chunk's time counts from its own arrival, so any
 * number is on its way at once and delay costs no rate. The order stays, as TCP keeps it: behind a chunk that is late all
 * others wait. Nothing is ever lost; a loss is the time that TCP takes to make up for it.
 *
 * Pure: time is an argument, in ms of any monotonic clock, and so is chance.
 */
export class DelayLine<T> {
  readonly #random: () => number;
  #delay: Delay;
  #items: Item<T>[] = [];
  /** Items before this place have left; the list is cut now and then, not at each one. */
  #head = 0;
  #lastDue = Number.NEGATIVE_INFINITY;
  #bytes = 0;

  /** @param random numbers in [0, 1). @throws RangeError as `setDelay` */
  constructor(delay: Delay, random: () => number) {
    this.#random = random;
    this.#delay = checkedDelay(delay);
  }

  /** Bytes on their way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a chunk would come out as soon as it goes in. */
  get isShort(): boolean {
    const { latency, loss } = this.#delay;
    return latency === 0 && loss === 0 && this.#head === this.#items.length;
  }

  /** When the next chunk comes out, ms; Infinity when none is on its way. */
  get nextDue(): number {
    return this.#items[this.#head]?.due ?? Number.POSITIVE_INFINITY;
  }

  push(chunk: T, bytes: number, now: number): void {
    const { latency, jitter, loss } = this.#delay;
    const stall = loss > 0 && this.#random() < loss ? RETRANSMISSION : 0;
    const variation = jitter > 0 ? (2 * this.#random() - 1) * jitter : 0;
    this.#lastDue = Math.max(this.#lastDue, now + latency + variation + stall);
    this.#items.push({ due: this.#lastDue, chunk, bytes });
    this.#bytes += bytes;
  }

  /** The chunks that have come out by now, in order. */
  take(now: number): T[] {
    const out: T[] = [];
    for (let item = this.#items[this.#head]; item !== undefined && item.due <= now; item = this.#items[this.#head]) {
      out.push(item.chunk);
      this.#bytes -= item.bytes;
      this.#head++;
    }
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return out;
  }

  /** Holds for chunks that come from now on; what is on its way keeps its time. @throws RangeError when it makes no sense */
  setDelay(delay: Delay): void {
    this.#delay = checkedDelay(delay);
  }
}

/** The same delay. @throws RangeError when it makes no sense */
export function checkedDelay<D extends Delay>(delay: D): D {
  const { latency, jitter, loss } = delay;
  if (!(latency >= 0 && latency < Number.POSITIVE_INFINITY))
    throw new RangeError(`A latency is 0 ms or more, not ${latency}`);
  if (!(jitter >= 0 && jitter <= latency))
    throw new RangeError(`A jitter is 0 to the latency, not ${jitter} ms of ${latency}`);
  if (!(loss >= 0 && loss <= 1)) throw new RangeError(`A loss is a share from 0 to 1, not ${loss}`);
  return delay;
}
