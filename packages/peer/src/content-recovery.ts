import { setTimeout as pause } from 'node:timers/promises';
import { StorageError } from './io/storage/storage-error.ts';

/** Longest pause between two looks at content that can't be used as it is, ms: people who repair it can wait so long. */
const LONGEST_WAIT = 60_000;

/** The torrent that has lost content. */
export interface LosingTorrent {
  /** Looks at what is there, and begins with it. @throws StorageError; the reason of the signal */
  enter(signal: AbortSignal): Promise<void>;
  /** It has begun. */
  recovered(): void;
  /** What is there can't be used as it is; it is looked at again. */
  unusable(error: StorageError): void;
}

/** Brings a torrent back whose content was lost to somebody else: at once the first time, more and more patiently later. */
export class ContentRecovery {
  readonly #torrent: LosingTorrent;
  readonly #retryInterval: number;
  #losses = 0;

  /** @param retryInterval pause between the first tries, ms */
  constructor(torrent: LosingTorrent, retryInterval: number) {
    this.#torrent = torrent;
    this.#retryInterval = retryInterval;
  }

  /** Resolves when the torrent has begun with what is there, or the signal breaks that off. */
  async recover(signal: AbortSignal): Promise<void> {
    // A disk that loses everything that is written to it keeps nobody busy.
    let wait = Math.min(this.#losses * this.#retryInterval, LONGEST_WAIT);
    this.#losses++;
    while (!signal.aborted) {
      await pause(wait, undefined, { signal, ref: false }).catch(ignoreAbort);
      if (await this.#tryAgain(signal)) return;
      wait = Math.min(2 * Math.max(wait, this.#retryInterval), LONGEST_WAIT);
    }
  }

  /** Answers whether there is nothing left to try. */
  async #tryAgain(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#torrent.enter(signal);
      this.#torrent.recovered();
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      if (!(error instanceof StorageError)) throw error;
      this.#torrent.unusable(error);
      return false;
    }
  }
}

/** The pause was broken off: whoever did it looks after the rest. */
const ignoreAbort = (): void => {};
