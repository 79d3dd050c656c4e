import type { OuterLimiter, Turn } from './rate-limiter.ts';

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** The queue that blocks are let into. */
export interface GatedQueue {
  /** Bytes per second that leave it. */
  readonly rate: number;
  /** Bytes in it. */
  readonly waiting: number;
  /** Bytes that it is to hold at most; the last one may lie across that. */
  readonly capacity: number;
}

/**
 * Keeps blocks back while the queue of the uplink is full: what waits with its connection can still be dropped by a choke.
 * Messages are not kept back; they are few bytes, and a peer that floods us is closed for it.
 */
export class LinkGate implements OuterLimiter {
  readonly #queue: GatedQueue;
  readonly #waiting = new Set<Waiting>();
  /** Bytes that were let in during this turn of the event loop, and may not be there yet. */
  #letIn = 0;

  constructor(queue: GatedQueue) {
    this.#queue = queue;
  }

  get narrowest(): number {
    return this.#queue.rate;
  }

  ask(bytes: number, go: () => void): Turn | undefined {
    if (this.#waiting.size === 0 && this.#hasRoom()) {
      this.#count(bytes);
      return undefined;
    }
    const waiting: Waiting = { bytes, go };
    this.#waiting.add(waiting);
    return { cancel: () => this.#waiting.delete(waiting) };
  }

  /** The link itself counts all that passes, and no headers. */
  charge(): void {}

  /** There may be room. */
  serve(): void {
    for (const waiting of this.#waiting) {
      if (!this.#hasRoom()) return;
      this.#waiting.delete(waiting);
      this.#count(waiting.bytes);
      waiting.go();
    }
  }

  #hasRoom(): boolean {
    return this.#queue.waiting + this.#letIn < this.#queue.capacity;
  }

  #count(bytes: number): void {
    if (this.#queue.capacity === Number.POSITIVE_INFINITY) return;
    // An outbox writes at the end of this turn; by the end of the next one the bytes are in the queue.
    if (this.#letIn === 0) setImmediate(() => setImmediate(() => this.#settle()));
    this.#letIn += bytes;
  }

  #settle(): void {
    this.#letIn = 0;
    this.serve();
  }
}
