import { type Delay, DelayLine } from './delay-line.ts';

interface Waiting<T> {
  readonly chunk: T;
  readonly bytes: number;
}

/** What one connection sends or receives over a link: first it waits for its turns under the rate, then it is on its way. */
export class LinkFlow<T> {
  readonly #waiting: Waiting<T>[] = [];
  #waitingBytes = 0;
  /** What has left the rate. */
  readonly line: DelayLine<T>;
  /** The cable is cut: nothing moves, and nothing is lost. */
  isHeld = false;

  constructor(delay: Delay, random: () => number) {
    this.line = new DelayLine<T>(delay, random);
  }

  /** Bytes that wait for their turn. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Bytes that wait or are on their way. */
  get bytes(): number {
    return this.#waitingBytes + this.line.bytes;
  }

  /** What comes next waits for its turn. */
  get next(): Waiting<T> | undefined {
    return this.#waiting[0];
  }

  /** A chunk would come out as soon as its turn is there. */
  get isShort(): boolean {
    return !this.isHeld && this.#waiting.length === 0 && this.line.isShort;
  }

  push(chunk: T, bytes: number): void {
    this.#waiting.push({ chunk, bytes });
    this.#waitingBytes += bytes;
  }

  shift(): void {
    this.#waitingBytes -= this.#waiting.shift()?.bytes ?? 0;
  }
}
