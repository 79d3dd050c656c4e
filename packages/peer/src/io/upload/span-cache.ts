import type { FramedSpan } from './framed-span.ts';
import { SpanMemory } from './span-memory.ts';

/** A span that is being read, and how many wait for it. */
interface Reading {
  readonly span: Promise<FramedSpan>;
  waiters: number;
}

/**
 * What was read from the disk for peers, for all torrents of a daemon, up to a number of bytes: peers ask for the blocks
 * of a piece one after the other, and several peers for the same pieces. The least recently used goes first.
 */
export class SpanCache {
  /** For the spans that are read. */
  readonly memory: SpanMemory = new SpanMemory();
  readonly #limit: number;
  readonly #kept = new Map<string, FramedSpan>();
  readonly #readings = new Map<string, Reading>();
  #size = 0;

  /** @param limit bytes; spans in use may hold more memory for a moment */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that are kept. */
  get size(): number {
    return this.#size;
  }

  /**
   * The span of this key, read now if it is not there; whoever asks for it while it is read shares the reading. Each who
   * asks is a holder of it, and releases it.
   */
  get(key: string, read: () => Promise<FramedSpan>): FramedSpan | Promise<FramedSpan> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      kept.hold(1);
      return kept;
    }
    const reading = this.#readings.get(key) ?? this.#begin(key, read);
    reading.waiters++;
    return reading.span;
  }

  /** Forgets every span whose key begins so. */
  forget(prefix: string): void {
    for (const key of this.#readings.keys()) if (key.startsWith(prefix)) this.#readings.delete(key);
    for (const [key, span] of this.#kept) if (key.startsWith(prefix)) this.#drop(key, span);
    if (this.#kept.size === 0) this.memory.clear();
  }

  #begin(key: string, read: () => Promise<FramedSpan>): Reading {
    const end = (): boolean => this.#readings.get(key) === reading && this.#readings.delete(key);
    const span = read().then(
      (read) => {
        // Those who wait hold it before anybody can drop it.
        read.hold(reading.waiters);
        // Not if it was forgotten while it was read.
        if (end()) this.#keep(key, read);
        return read;
      },
      (error: unknown) => {
        end();
        throw error;
      },
    );
    const reading: Reading = { span, waiters: 0 };
    this.#readings.set(key, reading);
    return reading;
  }

  #keep(key: string, span: FramedSpan): void {
    span.hold(1);
    this.#kept.set(key, span);
    this.#size += span.size;
    for (const [oldest, dropped] of this.#kept) {
      if (this.#size <= this.#limit) return;
      this.#drop(oldest, dropped);
    }
  }

  #drop(key: string, span: FramedSpan): void {
    this.#kept.delete(key);
    this.#size -= span.size;
    span.release();
  }
}
