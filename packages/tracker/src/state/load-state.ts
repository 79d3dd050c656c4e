import { copyFile, link, rm } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { MemoryStore } from '../store/memory-store.ts';
import { TrackerFileError } from '../tracker-file-error.ts';
import type { StateRecord } from './read-chunk.ts';
import { type ReadState, readState } from './read-state.ts';

/** The clocks at one moment, in whole seconds, and how long a peer that announces then is known. */
export interface StateClock {
  /** Of the store. */
  readonly now: number;
  /** To be added to the store's for seconds since 1970. */
  readonly offset: number;
  readonly lifetime: number;
}

/** Who hears of what was loaded, and who may put an end to it. */
export interface LoadComponents {
  readonly log: Logger;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fills an empty store with the swarms of a file; peers whose time is over are left out. A damaged file is kept under another name
 * too, and what was right in it is used: a tracker comes up in any case, and clients announce again anyway. It stays where it is
 * until it is written anew, so that nothing of it is lost should the tracker not come up after all.
 *
 * @returns whether the file holds what the store holds; not so when it is damaged.
 * @throws TrackerFileError when it can't be read, or is no file of swarms at all: then it belongs to somebody else.
 * @throws the reason of the signal, within a chunk of its abortion.
 */
export async function loadState(
  path: string,
  store: MemoryStore,
  clock: StateClock,
  { log, signal }: LoadComponents,
): Promise<boolean> {
  const filling = new StoreFilling(store, clock);
  const state = await tryToRead(path, (record) => filling.take(record), signal);
  if (state.type === 'foreign') {
    throw new TrackerFileError(`${path} is no state of a tracker, and is left alone: name another file with --state`);
  }
  const isDamaged = state.type === 'read' && state.damage !== undefined;
  if (isDamaged) {
    const aside = `${path}.damaged`;
    await keepAs(path, aside);
    log.warn({ peers: filling.restored }, `${path} is damaged (${state.damage}); it is kept as ${aside}`);
  }
  const { restored, over, turnedAway } = filling;
  log.info({ path, peers: restored, over, turnedAway }, 'the swarms are there again');
  return !isDamaged;
}

/** Gives a file a second name, which it keeps when another file takes its first one. @throws TrackerFileError */
async function keepAs(path: string, name: string): Promise<void> {
  try {
    await rm(name, { force: true });
    // Some file systems have no second names; there the file is copied.
    await link(path, name).catch(() => copyFile(path, name));
  } catch (error) {
    const text = `the damaged state ${path} can't be kept as ${name}: ${(error as Error).message}`;
    throw new TrackerFileError(text, { cause: error });
  }
}

async function tryToRead(
  path: string,
  take: (record: StateRecord) => void,
  signal: AbortSignal | undefined,
): Promise<ReadState> {
  try {
    return await readState(path, take, signal);
  } catch (error) {
    if (signal?.aborted || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new TrackerFileError(`the state ${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

class StoreFilling {
  restored = 0;
  over = 0;
  turnedAway = 0;
  readonly #store: MemoryStore;
  readonly #clock: StateClock;
  #infoHash: Uint8Array | undefined;

  constructor(store: MemoryStore, clock: StateClock) {
    this.#store = store;
    this.#clock = clock;
  }

  take(record: StateRecord): void {
    if (record.type === 'swarm') {
      const { infoHash, downloaded, forgetAt } = record.swarm;
      this.#infoHash = infoHash;
      this.#store.restoreSwarm({ infoHash, downloaded, forgetAt: this.#ownTime(forgetAt) }, this.#clock.now);
    }
    if (record.type !== 'peer' || this.#infoHash === undefined) return;
    const validUntil = this.#ownTime(record.peer.validUntil);
    if (validUntil <= this.#clock.now) this.over += 1;
    else if (this.#store.restorePeer({ ...record.peer, infoHash: this.#infoHash, validUntil: 1_000 * validUntil }))
      this.restored += 1;
    else this.turnedAway += 1;
  }

  /** If the wall clock was set back meanwhile, nobody stays longer for that than if it had announced now. */
  #ownTime(wallTime: number): number {
    const { now, offset, lifetime } = this.#clock;
    return Math.min(wallTime - offset, now + lifetime);
  }
}
