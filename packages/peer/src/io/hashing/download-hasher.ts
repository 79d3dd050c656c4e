import { crash } from '../crash.ts';
import { HashThread, MAX_FOR_THREAD } from './hash-thread.ts';
import { inlineHasher, type PieceHasher } from './piece-hasher.ts';

/** Bytes within a period that make a download fast: some 190 MiB/s, of which hashing takes a tenth of a processor. */
const FAST = 48 * 1024 * 1024;
const PERIOD = 250;
/** A thread that had nothing to do for so long is ended, ms. */
const REST = 5_000;

/**
 * Hashes the pieces of all torrents of a daemon: on the spot, and while much arrives in a thread of its own. That costs
 * some 40 ms and 10 MiB to start, which a slow daemon never pays.
 */
export class DownloadHasher implements PieceHasher {
  readonly #now: () => number;
  #thread: HashThread | undefined;
  #rest: NodeJS.Timeout | undefined;
  #periodBegan = Number.NEGATIVE_INFINITY;
  /** Bytes of the period. */
  #bytes = 0;

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a thread runs. */
  get hasThread(): boolean {
    return this.#thread !== undefined;
  }

  sha1(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
    this.#count(bytes.length);
    const isForThread = bytes.length <= MAX_FOR_THREAD;
    // What the thread has no time for is not left waiting.
    return (isForThread ? this.#thread?.sha1(bytes) : undefined) ?? inlineHasher.sha1(bytes);
  }

  /** Ends the thread, if there is one. Nobody waits for a hash any more. */
  async close(): Promise<void> {
    clearTimeout(this.#rest);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close();
  }

  #count(length: number): void {
    const now = this.#now();
    if (now - this.#periodBegan >= PERIOD) {
      this.#periodBegan = now;
      this.#bytes = 0;
    }
    this.#bytes += length;
    if (this.#bytes >= FAST && this.#thread === undefined) this.#start();
  }

  #start(): void {
    this.#thread = new HashThread(crash);
    this.#restLater();
  }

  #restLater(): void {
    this.#rest = setTimeout(() => {
      const isResting = this.#thread?.isIdle === true && this.#now() - this.#periodBegan >= REST;
      if (isResting) this.close().catch(crash);
      else this.#restLater();
    }, REST);
    this.#rest.unref();
  }
}
