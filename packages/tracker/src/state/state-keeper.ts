import type { Logger } from 'pino';
import type { MemoryStore } from '../store/memory-store.ts';
import { TrackerFileError } from '../tracker-file-error.ts';
import { writeState } from './write-state.ts';

/** Where and how often swarms are written. */
export interface StateOptions {
  readonly path: string;
  /** ms between the end of one writing and the beginning of the next. */
  readonly every: number;
  /** Whether the file holds what the store holds; if not, it is written at once. */
  readonly isWritten: boolean;
}

/** What a keeper works with. */
export interface StateComponents {
  readonly store: MemoryStore;
  readonly log: Logger;
  /** Seconds since 1970 when the clock of the store was at 0; it moves when the system's clock is set. */
  readonly clockOffset: () => number;
}

/** Writes the swarms into a file again and again while something changes, and once more in the end. */
export class StateKeeper {
  readonly #options: StateOptions;
  readonly #components: StateComponents;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** Revision of the store that the file holds. */
  #written: number | undefined;
  #failures = 0;
  #isFailing = false;
  #isClosed = false;

  constructor(components: StateComponents, options: StateOptions) {
    this.#components = components;
    this.#options = options;
    // What came out of the file need not go into it again, unless that file was damaged and is set aside.
    this.#written = options.isWritten ? components.store.revision : undefined;
    this.#plan(options.isWritten ? options.every : 0);
  }

  /** How often it could not be written since the start. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Writes what has changed; nothing changes any more.
   *
   * @throws TrackerFileError when it can't be written: what changed last is lost.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    const problem = await this.#write();
    if (problem === undefined) return;
    const { path } = this.#options;
    throw new TrackerFileError(
      `the swarms can't be written to ${path} in the end, and what changed last is lost: ${problem}`,
    );
  }

  #plan(pause = this.#options.every): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#writing = this.#write().then(() => this.#plan());
    }, pause).unref();
  }

  /** Gives what went wrong, if anything did. */
  async #write(): Promise<string | undefined> {
    const { store, log, clockOffset } = this.#components;
    const { path } = this.#options;
    const { revision } = store;
    if (revision === this.#written) return undefined;
    try {
      const peers = await writeState(path, store, clockOffset());
      this.#written = revision;
      this.#isFailing = false;
      log.debug({ path, peers }, 'the swarms were written');
      return undefined;
    } catch (error) {
      this.#failures += 1;
      // A full disk is told once, not every few seconds; what was written before is still there.
      if (!this.#isFailing && !this.#isClosed)
        log.error({}, `the swarms can't be written: ${(error as Error).message}; it is tried again`);
      this.#isFailing = true;
      return (error as Error).message;
    }
  }
}
