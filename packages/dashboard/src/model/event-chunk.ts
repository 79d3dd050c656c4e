import type { SwarmEvent } from '@seedbed/events';
import { Leftovers, type PackedNumbers, packEvent, unpackEvent } from './packed-event.ts';
import type { TextTable } from './text-table.ts';

const COLUMNS = 4;

/**
 * A stretch of events in columns: 30 bytes for the frequent ones instead of the 300 of an object. What is rare, or what
 * no column has room for, is kept as it is.
 */
export class EventChunk {
  readonly #texts: TextTable;
  readonly #times: Float64Array;
  readonly #kinds: Uint8Array;
  readonly #peers: Uint32Array;
  readonly #numbers: Uint32Array;
  readonly #leftovers: Leftovers;
  #length = 0;

  constructor(capacity: number, texts: TextTable) {
    this.#texts = texts;
    this.#leftovers = new Leftovers(texts);
    this.#times = new Float64Array(capacity);
    this.#kinds = new Uint8Array(capacity);
    this.#peers = new Uint32Array(capacity);
    this.#numbers = new Uint32Array(capacity * COLUMNS);
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.#times.length;
  }

  append(event: SwarmEvent): void {
    const index = this.#length;
    this.#times[index] = event.t;
    this.#peers[index] = this.#texts.numberOf(event.peer);
    const { kind, numbers } = packEvent(event, this.#leftovers);
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
    return unpackEvent(this.kindOf(index), common, this.#numbersOf(index), this.#leftovers);
  }

  #numbersOf(index: number): PackedNumbers {
    const numbers = this.#numbers;
    const at = index * COLUMNS;
    return [numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0];
  }
}
