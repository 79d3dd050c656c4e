import { fstatSync } from 'node:fs';
import {
  DOUBTFUL,
  type FileStamp,
  hasSameContent,
  isSameFile,
  isSameStamp,
  MISSING,
  stampAt,
  stampOf,
  stampOfOpen,
} from './file-stamp.ts';

/**
 * The stamps of a torrent's files while it is in a daemon, kept up with what the daemon itself writes. A file is *quiet*
 * while no write of ours is under way; a quiet file whose stamp is another than ours was changed by somebody else.
 *
 * - quiet -> written (`beginWrite`) -> quiet (`endWrite`, which takes the new stamp)
 * - any -> doubtful (`doubt`) -> as before (`accept`)
 * - any -> timeless (`ignoreTimes`): its file system changes times by itself, so they say nothing
 */
export class ContentStamps {
  readonly #stamps: FileStamp[];
  /** Writes of ours under way, by file. */
  readonly #writes = new Map<number, number>();
  /** Stamps after writes of ours to files that are doubtful. */
  readonly #whileDoubtful = new Map<number, FileStamp>();
  readonly #timeless = new Set<number>();
  /** Files whose stamp is another since `takeChanged`. */
  readonly #changed = new Set<number>();

  /** @param stamps of each file, as the check of the content found them */
  constructor(stamps: readonly FileStamp[]) {
    this.#stamps = [...stamps];
  }

  /** What may be remembered of each file. */
  get all(): FileStamp[] {
    return this.#stamps.map((_, file) => this.#memorable(file));
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
    const stamp = stampOfOpen(fd);
    if (this.#isDoubtful(file)) this.#whileDoubtful.set(file, stamp);
    else this.#set(file, stamp);
  }

  /** Something of ours that changes the stamp of a quiet file and not its place among our bytes: a cut, a new name. */
  around(file: number, stamp: () => FileStamp, change: () => void): void {
    const isAsLeft = isSameStamp(this.#stamps[file], stamp());
    change();
    if (isAsLeft) this.#set(file, stamp());
  }

  /** Whether what was just read came from a file that is as we left it. @throws StorageError when it may not be looked at */
  isAsLeft(file: number, path: string): boolean {
    return this.#isQuiet(file) ? this.#agrees(file, stampAt(path)) : !this.#isDoubtful(file);
  }

  /** What is known of the file does not hold any more. */
  doubt(file: number): void {
    if (!this.#isDoubtful(file)) this.#whileDoubtful.delete(file);
    this.#set(file, DOUBTFUL);
  }

  /** The file was checked again, and was all right when it had this stamp. */
  accept(file: number, stamp: FileStamp): void {
    if (this.#isDoubtful(file)) this.#set(file, this.#whileDoubtful.get(file) ?? stamp);
  }

  /** The times of the file say nothing from now on, and its stamp nothing to anybody later. */
  ignoreTimes(file: number): void {
    this.#timeless.add(file);
  }

  /** The stamps that are others since the last call, by the number of the file. */
  takeChanged(): { readonly [file: number]: FileStamp } {
    const changed: { [file: number]: FileStamp } = {};
    for (const file of this.#changed) changed[file] = this.#memorable(file);
    this.#changed.clear();
    return changed;
  }

  #memorable(file: number): FileStamp {
    return (this.#timeless.has(file) ? undefined : this.#stamps[file]) ?? DOUBTFUL;
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
    if (this.#stamps[file] === MISSING && stats.size === 0n && stats.nlink > 0n) return true;
    return this.#agrees(file, stampOf(stats));
  }

  /** Whether the file is as we left it when it has this stamp. */
  #agrees(file: number, now: FileStamp): boolean {
    const known = this.#stamps[file] ?? DOUBTFUL;
    if (known === now) return known !== DOUBTFUL;
    const isOurs = this.#timeless.has(file) ? isSameFile(known, now) : hasSameContent(known, now);
    if (isOurs) this.#set(file, now);
    return isOurs;
  }

  #set(file: number, stamp: FileStamp): void {
    this.#stamps[file] = stamp;
    this.#changed.add(file);
  }
}
