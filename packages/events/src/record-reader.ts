import { decodeEvent } from './event-codec.ts';
import { EventSplitter } from './event-splitter.ts';
import type { SwarmEvent } from './swarm-event.ts';

/** How much of a record could be read, in lines. */
export interface ReadCounts {
  readonly read: number;
  /** Lines that are no events. A last one without its end is none of them: a run that was cut off ends in the middle of one. */
  readonly unreadable: number;
  /** The number of the first of these, from 1. */
  readonly firstUnreadable: number | undefined;
}

/** Reads the text of a record, whatever chunks it comes in, and keeps no more of it than one line. */
export class RecordReader {
  readonly #apply: (event: SwarmEvent) => void;
  readonly #splitter = new EventSplitter();
  #lines = 0;
  #read = 0;
  #unreadable = 0;
  #firstUnreadable: number | undefined;

  /** @param apply is told each event */
  constructor(apply: (event: SwarmEvent) => void) {
    this.#apply = apply;
  }

  get counts(): ReadCounts {
    return { read: this.#read, unreadable: this.#unreadable, firstUnreadable: this.#firstUnreadable };
  }

  push(text: string): void {
    for (let from = 0; from < text.length; ) {
      const end = text.indexOf('\n', from);
      const next = end === -1 ? text.length : end + 1;
      this.#pushPart(text.slice(from, next), end !== -1);
      from = next;
    }
  }

  /** The text has ended. */
  end(): void {
    for (const line of this.#splitter.end()) this.#take(line);
  }

  /** A part of one line, with its end where that is in it. */
  #pushPart(text: string, isLast: boolean): void {
    const { dropped } = this.#splitter;
    const [line] = this.#splitter.push(text);
    const isTooLong = this.#splitter.dropped > dropped;
    if (isTooLong || (line !== undefined && !this.#take(line))) {
      this.#unreadable += 1;
      this.#firstUnreadable ??= this.#lines + 1;
    }
    if (isLast) this.#lines += 1;
  }

  #take(line: string): boolean {
    const event = decodeEvent(line);
    if (event === undefined) return false;
    this.#read += 1;
    this.#apply(event);
    return true;
  }
}
