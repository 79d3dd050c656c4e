import type { SwarmEvent } from '@seedbed/events';
import { type PackedNumbers, packEvent, unpackEvent } from './packed-event.ts';
import type { TextTable } from './text-table.ts';

/** Events of a chunk: what is applied again at most to reach a moment, some 30 ms of work. */
export const CHUNK_EVENTS = 65_536;

const COLUMNS = 4;

/**
 * A stretch of events in columns: 30 bytes for the frequent ones instead of the 300 of an object. What is rare, or what
 * no column has room for, is kept as it is.
 */
export class EventChunk {
  readonly #texts: TextTable;
  readonly #times = new Float64Array(CHUNK_EVENTS);
  readonly #kinds = new Uint8Array(CHUNK_EVENTS);
  readonly #peers = new Uint32Array(CHUNK_EVENTS);
  readonly #numbers = new Uint32Array(CHUNK_EVENTS * COLUMNS);
  /** Sources of pieces, and whole events. */
  readonly #others: unknown[] = [];
  #length = 0;

  constructor(texts: TextTable) {
    this.#texts = texts;
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === CHUNK_EVENTS;
  }

  append(event: SwarmEvent): void {
    const index = this.#length;
    this.#times[index] = event.t;
    this.#peers[index] = this.#texts.numberOf(event.peer);
    const { kind, numbers } = packEvent(event, this.#texts, this.#others);
    this.#kinds[index] = kind;
    this.#numbers.set(numbers, index * COLUMNS);
    this.#length += 1;
  }

  /** Of one event, from 0 to `length - 1`. */
  timeOf(index: number): number {
    return this.#times[index] ?? 0;
  }

  /** As `kindsOf` numbers them. */
  kindOf(index: number): number {
    return this.#kinds[index] ?? 0;
  }

  /** By the table of texts. */
  peerOf(index: number): number {
    return this.#peers[index] ?? 0;
  }

  event(index: number): SwarmEvent {
    const common = { t: this.timeOf(index), peer: this.#texts.textOf(this.peerOf(index)) };
    return unpackEvent(this.kindOf(index), common, this.#numbersOf(index), this.#texts, this.#others);
  }

  #numbersOf(index: number): PackedNumbers {
    const numbers = this.#numbers;
    const at = index * COLUMNS;
    return [numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0];
  }
}
