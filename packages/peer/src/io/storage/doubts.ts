import type { Bitfield, Metainfo } from '@seedbed/protocol';
import type { FileSelection } from '../../file-selection.ts';
import type { Logger } from '../../logger.ts';
import type { Journal } from '../journal/journal.ts';
import { checkContent } from './check-content.ts';
import { StorageError } from './storage-error.ts';
import type { TorrentStorage } from './torrent-storage.ts';

export interface DoubtsComponents {
  readonly metainfo: Metainfo;
  readonly selection: FileSelection;
  readonly storage: TorrentStorage;
  readonly journal: Journal | undefined;
  /** Pieces that are there, as the engine keeps it. */
  readonly have: Bitfield;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** What was said to be there is not there any more: the content is to be opened anew. Told once. */
  readonly onLost: (reason: string) => void;
}

/** So many false alarms about a file, and its file system is known to change times by itself, as some on networks do. */
const FALSE_ALARMS = 3;

/**
 * Settles doubts about open content: somebody else has touched a file of it. What should be there of it is hashed again,
 * while nothing is read from it. Often nothing is lost. If something is, the torrent has to begin anew with what is there,
 * because BEP 3 has no word for "I do not have this piece any more".
 */
export class Doubts {
  readonly #components: DoubtsComponents;
  readonly #falseAlarms = new Map<number, number>();
  #settling: Promise<void> | undefined;
  #lost: StorageError | undefined;

  constructor(components: DoubtsComponents) {
    this.#components = components;
  }

  /** Resolves when all that was there is there. Rejects with a `StorageError` when it is not. @param file that was touched */
  settle(file: number, path: string): Promise<void> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    this.#settling ??= this.#settle(file, path).finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  async #settle(file: number, path: string): Promise<void> {
    const { metainfo, log, onLost } = this.#components;
    const about = { torrent: metainfo.name };
    const reason = `${path} was changed by somebody else, or is gone`;
    log.warn(about, `${reason}: what is there is checked again`);
    if (await this.#isIntact()) {
      log.info(about, `${path} was touched, but every piece is right still`);
      return this.#countFalseAlarm(file, path);
    }
    this.#lost = new StorageError('changed', reason);
    onLost(reason);
    throw this.#lost;
  }

  async #isIntact(): Promise<boolean> {
    const { metainfo, selection, storage, journal, signal } = this.#components;
    const { place, stamps } = storage;
    // What comes while we look is right anyway, and perhaps not there yet.
    const have = this.#components.have.copy();
    try {
      const check = await checkContent(metainfo, place, {
        signal,
        known: { have, stamps: stamps.all },
      });
      if (have.hasAnyNotIn(check.have)) return false;
      const isMarred = check.problems.some(({ file }) => selection.has(file));
      if (isMarred && selection.isThere(have)) return false;
      for (const [file, stamp] of check.stamps.entries()) stamps.accept(file, stamp);
      journal?.recordStamps();
      return true;
    } catch (error) {
      // There is no time for it any more.
      if (signal.aborted) return false;
      throw error;
    }
  }

  #countFalseAlarm(file: number, path: string): void {
    const { metainfo, storage, log } = this.#components;
    const count = (this.#falseAlarms.get(file) ?? 0) + 1;
    this.#falseAlarms.set(file, count);
    if (count < FALSE_ALARMS) return;
    storage.stamps.ignoreTimes(file);
    const text = `the times of ${path} change by themselves: changes of it are not noticed before the next start, which hashes it`;
    log.warn({ torrent: metainfo.name }, text);
  }
}
