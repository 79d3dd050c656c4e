import type { Bitfield, Metainfo } from '@seedbed/protocol';
import type { Logger } from '../../logger.ts';
import type { Journal } from '../journal/journal.ts';
import { type ContentCheck, checkContent } from './check-content.ts';
import { StorageError } from './storage-error.ts';
import type { TorrentStorage } from './torrent-storage.ts';

export interface DoubtsComponents {
  readonly metainfo: Metainfo;
  readonly storage: TorrentStorage;
  readonly journal: Journal | undefined;
  /** Pieces that are there, as the engine keeps it. */
  readonly have: Bitfield;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** What was said to be there may not be there any more: the content is to be opened anew. Told once. */
  readonly onLost: (reason: string) => void;
}

/**
 * Settles doubts about open content: somebody else has touched a file of it. BEP 3 has no word for "I do not have this
 * piece any more", so when something is lost the torrent begins anew, with what is there. Content that is complete is
 * looked at first, as nobody is writing to it: often the file was only touched, and peers need not hear of it.
 */
export class Doubts {
  readonly #components: DoubtsComponents;
  #settling: Promise<void> | undefined;
  #lost: StorageError | undefined;

  constructor(components: DoubtsComponents) {
    this.#components = components;
  }

  /** Resolves when all that was there is there. Rejects with a `StorageError` when it is not. @param path that was touched */
  settle(path: string): Promise<void> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    this.#settling ??= this.#settle(path).finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  async #settle(path: string): Promise<void> {
    const { metainfo, storage, journal, have, log, onLost } = this.#components;
    const reason = `${path} was changed by somebody else, or is gone`;
    log.warn({ torrent: metainfo.name }, `${reason}: what is there is checked again`);
    const check = have.isFull ? await this.#check() : undefined;
    if (check?.have.isFull && check.problems.length === 0) {
      for (const [file, stamp] of check.stamps.entries()) storage.stamps.accept(file, stamp);
      journal?.recordStamps();
      log.info({ torrent: metainfo.name }, `${path} was touched, but every piece is right still`);
      return;
    }
    this.#lost = new StorageError('changed', reason);
    onLost(reason);
    throw this.#lost;
  }

  /** `undefined` when there is no time for it any more. */
  async #check(): Promise<ContentCheck | undefined> {
    const { metainfo, storage, have, signal } = this.#components;
    const { place, stamps } = storage;
    try {
      const known = { have, stamps: stamps.all };
      return await checkContent(metainfo, place.dir, place.name, { signal, known });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }
}
