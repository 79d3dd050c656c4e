import type { Bitfield } from '@seedbed/protocol';
import { crash } from '../crash.ts';
import type { ContentStamps } from '../storage/content-stamps.ts';
import { StorageError } from '../storage/storage-error.ts';
import { bootId } from './boot-id.ts';
import type { JournalFile } from './journal-file.ts';
import { type JournalSubject, JournalText } from './journal-lines.ts';

export interface JournalComponents {
  readonly file: JournalFile;
  readonly subject: JournalSubject;
  readonly stamps: ContentStamps;
  /** Resolves when these pieces are on stable storage. Rejects with a `StorageError`. */
  readonly sync: (pieces: readonly number[]) => Promise<void>;
  /** The journal can't be written; told once, until it can be again. */
  readonly onTrouble: (text: string) => void;
  /** Pause between a change and the checkpoint that brings it, and what came after it, to stable storage, ms. */
  readonly checkpointAfter: number;
}

/** A journal this long is written anew, bytes. */
const LONG = 8 * 1024 * 1024;

/**
 * Remembers which pieces of some content are there, so that the next start needs to hash nothing. A piece counts as there
 * when its line is written; its bytes were written before.
 *
 * The one thing that has to hold: *at each moment, if every file has the stamp that the journal names last, every piece
 * that the journal names is there.* As each change of a file changes its stamp, whatever happens to the journal (its end is
 * lost, an old one comes back) or to the files, at worst they do not fit together, and what does not fit is hashed.
 *
 * Lines are not synced one by one: what was written survives the process, `kill -9` included. For the loss of power there
 * are checkpoints, at which first the content and then the journal is brought to stable storage; what is younger counts
 * only until the machine is started anew.
 *
 * A journal saves time and is never needed. When it can't be written, that is told once, everything else goes on, and
 * each checkpoint tries again.
 */
export class Journal {
  readonly #components: JournalComponents;
  readonly #have: Bitfield;
  #durable: Bitfield;
  #text = new JournalText();
  #isBroken = false;
  #isClosed = false;
  #checkpoint: NodeJS.Timeout | undefined;

  /** Begins the journal anew. @param have pieces that are there; @param durable those of them on stable storage */
  constructor(components: JournalComponents, have: Bitfield, durable: Bitfield) {
    this.#components = components;
    this.#have = have.copy();
    this.#durable = durable.copy();
    this.#rewrite();
    this.#planCheckpoint();
  }

  /** A piece is there: every byte of it was written, and the stamps of its files were taken after that. */
  record(piece: number): void {
    this.#have.set(piece);
    this.#append([piece]);
    this.#planCheckpoint();
  }

  /** Writes down what the files are like now. */
  recordStamps(): void {
    this.#append([]);
  }

  /** Nothing is written any more. */
  close(): void {
    if (this.#isClosed) return;
    this.recordStamps();
    this.#isClosed = true;
    clearTimeout(this.#checkpoint);
    this.#components.file.close();
  }

  #append(pieces: readonly number[]): void {
    const { file, stamps } = this.#components;
    if (this.#isClosed || this.#isBroken) return;
    const changed = stamps.takeChanged();
    if (pieces.length === 0 && Object.keys(changed).length === 0) return;
    this.#attempt(() => file.append(this.#text.entry({ pieces, stamps: changed })));
    if (file.length > LONG) this.#rewrite();
  }

  #rewrite(): void {
    const { file, subject, stamps } = this.#components;
    stamps.takeChanged();
    this.#text = new JournalText();
    const state = { have: this.#have, durable: this.#durable, stamps: stamps.all };
    const wasBroken = this.#isBroken;
    this.#isBroken = false;
    this.#attempt(() => file.replace(this.#text.begin(subject, state, bootId())), wasBroken);
    // Of a journal that can't be replaced nobody knows whether it still holds.
    if (this.#isBroken) this.#attempt(() => file.remove(), true);
  }

  #attempt(write: () => void, isTold = false): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#isBroken = true;
      if (!isTold) this.#components.onTrouble(error.message);
      this.#planCheckpoint();
    }
  }

  #planCheckpoint(): void {
    if (this.#checkpoint !== undefined || this.#isClosed) return;
    if (!this.#isBroken && !this.#have.hasAnyNotIn(this.#durable)) return;
    this.#checkpoint = setTimeout(() => {
      this.#makeCheckpoint().catch(crash);
    }, this.#components.checkpointAfter);
    // Nobody waits for it.
    this.#checkpoint.unref();
  }

  async #makeCheckpoint(): Promise<void> {
    const { sync, file } = this.#components;
    const reached = this.#have.copy();
    const isDurable = await succeeds(sync(reached.piecesNotIn(this.#durable)));
    // By now, another process may have the content.
    if (this.#isClosed) return;
    if (isDurable) this.#durable = reached;
    this.#rewrite();
    if (!this.#isBroken) await succeeds(file.sync());
    this.#checkpoint = undefined;
    this.#planCheckpoint();
  }
}

/** A disk that can't sync is no trouble: the next start after a loss of power hashes more. */
const succeeds = async (syncing: Promise<void>): Promise<boolean> => {
  try {
    await syncing;
    return true;
  } catch (error) {
    if (error instanceof StorageError) return false;
    throw error;
  }
};
