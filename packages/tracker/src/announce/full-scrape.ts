import type { AnyPeerStore } from '../store/remote-peer-store.ts';
import { writeFullScrape } from './write-full-scrape.ts';

/** An answer is given again for so many times as long as it took to make: whoever asks without end takes a tenth of the time. */
const KEPT = 10;

/** Scrapes of all torrents: one answer is made at a time, and all who ask meanwhile share it. */
export class FullScrape {
  readonly #store: AnyPeerStore;
  readonly #now: () => number;
  #body: Promise<Uint8Array> | undefined;

  /** @param now ms on a monotonic clock. */
  constructor(store: AnyPeerStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** The answer, never to be changed. Rejects with what the store rejects with. */
  body(): Promise<Uint8Array> {
    this.#body ??= this.#make();
    return this.#body;
  }

  async #make(): Promise<Uint8Array> {
    const began = this.#now();
    try {
      return await writeFullScrape(this.#store);
    } finally {
      setTimeout(() => (this.#body = undefined), KEPT * (this.#now() - began)).unref();
    }
  }
}
