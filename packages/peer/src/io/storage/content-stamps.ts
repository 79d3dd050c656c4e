import { fstatSync } from 'node:fs';
import { DOUBTFUL, type FileStamp, isSameStamp, MISSING, stampAt, stampOf, stampOfOpen } from './file-stamp.ts';

/**
 * The stamps of a torrent's files while it is in a daemon, kept up with what the daemon itself writes. A file is *quiet*
 * while no write of ours is under way; a quiet file whose stamp is another than ours was changed by somebody else.
 *
 * quiet -> written (`beginWrite`) -> quiet (`endWrite`, which takes the new stamp); any -> doubtful (`doubt`, and for good
 * until `accept`)
 */
export class ContentStamps {
  readonly #stamps: FileStamp[];
  /** Writes of ours under way, by file. */
  readonly #writes = new Map<number, number>();
  /** Files whose stamp is another since `takeChanged`. */
  #changed = new Set<number>();

  /** @param stamps of each file, as the check of the content found them */
  constructor(stamps: readonly FileStamp[]) {
    this.#stamps = [...stamps];
  }

  /** One for each file; a view. */
  get all(): readonly FileStamp[] {
    return this.#stamps;
  }

  /** To be called before a write. Answers whether the file is as we left it. */
  beginWrite(file: number, fd: number): boolean {
    const isAsLeft = this.#isQuiet(file) ? this.#isOpenAsLeft(file, fd) : !this.#isDoubtful(file);
    this.#writes.set(file, (this.#writes.get(file) ?? 0) + 1);
    return isAsLeft;
  }

  /** To be called after a write, also after one that failed: part of it may have been done. */
  endWrite(file: number, fd: number): void {
    const left = (this.#writes.get(file) ?? 0) - 1;
    if (left > 0) this.#writes.set(file, left);
    else this.#writes.delete(file);
    this.#take(file, stampOfOpen(fd));
  }

  /** Something of ours that changes the stamp of a quiet file and not its place among our bytes: a cut, a new name. */
  around(file: number, stamp: () => FileStamp, change: () => void): void {
    const isAsLeft = isSameStamp(this.#stamps[file], stamp());
    change();
    if (isAsLeft) this.#take(file, stamp());
  }

  /** Whether what was just read came from a file that is as we left it. @throws StorageError when it may not be looked at */
  isAsLeft(file: number, path: string): boolean {
    return this.#isQuiet(file) ? isSameStamp(this.#stamps[file], stampAt(path)) : !this.#isDoubtful(file);
  }

  /** What is known of the file does not hold any more. */
  doubt(file: number): void {
    this.#set(file, DOUBTFUL);
  }

  /** The file was checked again, and was all right when it had this stamp. */
  accept(file: number, stamp: FileStamp): void {
    this.#set(file, stamp);
  }

  /** The stamps that are others since the last call, by the number of the file. */
  takeChanged(): { readonly [file: number]: FileStamp } {
    const changed = Object.fromEntries([...this.#changed].map((file) => [file, this.#stamps[file] ?? DOUBTFUL]));
    this.#changed = new Set();
    return changed;
  }

  #isQuiet(file: number): boolean {
    return !this.#writes.has(file);
  }

  #isDoubtful(file: number): boolean {
    return this.#stamps[file] === DOUBTFUL;
  }

  #isOpenAsLeft(file: number, fd: number): boolean {
    const stats = fstatSync(fd, { bigint: true });
    // We have made it just now.
    if (this.#stamps[file] === MISSING && stats.size === 0n) return true;
    return isSameStamp(this.#stamps[file], stampOf(stats));
  }

  #take(file: number, stamp: FileStamp): void {
    if (!this.#isDoubtful(file)) this.#set(file, stamp);
  }

  #set(file: number, stamp: FileStamp): void {
    this.#stamps[file] = stamp;
    this.#changed.add(file);
  }
}
