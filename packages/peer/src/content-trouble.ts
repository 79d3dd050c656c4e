import { StorageError, type StorageErrorCode } from './io/storage/storage-error.ts';
import type { Logger } from './logger.ts';

/** Why a torrent is paused, where nobody asked for it. */
export interface Trouble {
  readonly reason: string;
  /** What kind of trouble with its content it is. */
  readonly code: StorageErrorCode | undefined;
}

/** Who hears that a torrent is held up, and that it goes on. */
export interface TroubleListener {
  /** The content can't be used; told once for each reason, until `resumed`. */
  paused(reason: string, code: StorageErrorCode): void;
  resumed(): void;
}

/** What holds a torrent up, and who is told. */
export class ContentTrouble {
  readonly #name: string;
  readonly #log: Logger;
  readonly #listener: TroubleListener;
  #current: Trouble | undefined;

  /** @param name of the torrent */
  constructor(name: string, log: Logger, listener: TroubleListener) {
    this.#name = name;
    this.#log = log;
    this.#listener = listener;
  }

  get current(): Trouble | undefined {
    return this.#current;
  }

  /** Without a word: whoever asked for what failed hears it anyway. */
  note(error: unknown): void {
    const code = error instanceof StorageError ? error.code : undefined;
    this.#current = { reason: error instanceof Error ? error.message : String(error), code };
  }

  forget(): void {
    this.#current = undefined;
  }

  /** The torrent is paused by this. Without effect when that was told last. */
  hold(error: StorageError): void {
    if (error.message === this.#current?.reason) return;
    this.note(error);
    this.#log.error({ torrent: this.#name }, `paused: ${error.message}`);
    this.#listener.paused(error.message, error.code);
  }

  /** It is over. Told as loudly as the pause was: else the last word on it would be that it is paused. */
  end(why: string): void {
    if (this.#current === undefined) return;
    this.forget();
    this.#log.error({ torrent: this.#name }, `${why}: going on`);
    this.#listener.resumed();
  }
}
