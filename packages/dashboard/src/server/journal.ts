import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { RunEnding } from '../model/run-header.ts';
import { type Batch, batchesOf } from './batch.ts';

/** How long lines are gathered, ms: what a page shows is at most so much older than what happened. */
const GATHER_MS = 100;
/** Bytes of the latest lines that stay in memory, for those who are up to date. */
const KEPT = 4 * 1024 * 1024;

/** Where a batch lies in the file. */
interface Place {
  readonly firstLine: number;
  readonly lines: number;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * The lines of a run that goes on, for readers that begin at any line and read as fast as they can: all of them lie in a
 * file, the latest in memory as well. Nobody waits for a reader, and no reader misses a line.
 */
export class Journal {
  /** No other run has the same. */
  readonly id: string = randomUUID();
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #timer: NodeJS.Timeout;
  readonly #places: Place[] = [];
  /** The last batches, the newest at the end. */
  readonly #kept: Batch[] = [];
  readonly #waiting = new Set<() => void>();
  #keptBytes = 0;
  #gathered: string[] = [];
  #lines = 0;
  #offset = 0;
  /** Batches that are in the file. */
  #written = 0;
  #writing: Promise<void> = Promise.resolve();
  #hasEnded = false;
  #ending: RunEnding | undefined;
  #failure: unknown;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
    this.#timer = setInterval(() => this.#flush(), GATHER_MS);
    this.#timer.unref();
  }

  /** Makes the file, which must not be there. */
  static async open(path: string): Promise<Journal> {
    return new Journal(path, await open(path, 'wx+'));
  }

  /** Batches that can be read. */
  get length(): number {
    return this.#places.length;
  }

  /** No line comes any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How the run ended, when somebody has said so. */
  get ending(): RunEnding | undefined {
    return this.#ending;
  }

  /** Why the lines can't be written any more; undefined as long as they can. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Takes one line, without its line end. */
  append(line: string): void {
    if (this.#failure === undefined && !this.#hasEnded) this.#gathered.push(line);
  }

  /** The batch that holds a line, by its number from 0; `length` for one that has not come. */
  placeOf(line: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = this.#places[middle];
      if (place !== undefined && place.firstLine + place.lines <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Reads one batch. @throws the error of the file */
  async read(index: number): Promise<Batch> {
    const place = this.#places[index];
    if (place === undefined) throw new RangeError(`There is no batch ${index} of ${this.#places.length}`);
    const { firstLine, lines, offset, bytes } = place;
    const kept = this.#kept[index - (this.#places.length - this.#kept.length)];
    if (kept !== undefined) return kept;
    const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafe(bytes), 0, bytes, offset);
    if (bytesRead < bytes) throw new Error(`${this.#path} was cut off`);
    return { firstLine, lines, data: buffer };
  }

  /** Resolves when there are more than `length` batches, or will be none. */
  async more(length: number, signal: AbortSignal): Promise<void> {
    if (this.length > length || this.#hasEnded || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** The last lines can be read from now on, and readers are told that there are no more. */
  end(ending?: RunEnding): void {
    if (this.#hasEnded) return;
    this.#ending = ending;
    clearInterval(this.#timer);
    this.#flush();
    this.#hasEnded = true;
    this.#tell();
  }

  /** Deletes the file: nothing can be read any more. */
  async close(): Promise<void> {
    this.end();
    await this.#writing;
    await this.#file.close();
    await rm(this.#path, { force: true });
  }

  #flush(): void {
    if (this.#gathered.length === 0) return;
    const batches = batchesOf(this.#lines, this.#gathered);
    this.#gathered = [];
    const from = this.#offset;
    for (const batch of batches) this.#add(batch);
    this.#writing = this.#writing.then(() => this.#write(batches, from));
    this.#tell();
  }

  #add(batch: Batch): void {
    const { firstLine, lines, data } = batch;
    const bytes = data.length;
    this.#places.push({ firstLine, lines, offset: this.#offset, bytes });
    this.#lines += lines;
    this.#offset += bytes;
    this.#kept.push(batch);
    this.#keptBytes += bytes;
  }

  async #write(batches: readonly Batch[], offset: number): Promise<void> {
    if (this.#failure !== undefined) return;
    const content = Buffer.concat(batches.map(({ data }) => data));
    try {
      for (let done = 0; done < content.length; ) {
        done += (await this.#file.write(content, done, content.length - done, offset + done)).bytesWritten;
      }
      this.#written += batches.length;
      this.#dropOld();
    } catch (error) {
      // The run goes on: only what is shown of it ends here.
      this.#failure = error;
      this.end();
    }
  }

  /** Only what is in the file leaves memory, so this comes behind the writing of each batch. */
  #dropOld(): void {
    while (this.#keptBytes > KEPT && this.#kept.length > 1) {
      const oldest = this.#places.length - this.#kept.length;
      if (oldest >= this.#written) return;
      this.#keptBytes -= this.#kept.shift()?.data.length ?? 0;
    }
  }

  #tell(): void {
    for (const done of [...this.#waiting]) done();
  }
}
