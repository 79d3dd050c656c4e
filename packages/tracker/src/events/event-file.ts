import { constants, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { openFile } from '../open-file.ts';
import { TrackerFileError } from '../tracker-file-error.ts';
import { countLines, type EventOutlet } from './event-outlet.ts';

/** How long a disk that is full is left alone before it is tried again, ms. */
const RETRY_AFTER = 500;

const LINE_END = 0x0a;

const { O_WRONLY, O_APPEND, O_CREAT } = constants;
const TO_ADD = O_WRONLY | O_APPEND | O_CREAT;

/** A file to which events are added. What a full disk does not take is tried again until there is room. */
export class EventFile implements EventOutlet {
  readonly #path: string;
  readonly #log: Logger;
  readonly #hurry = new AbortController();
  #file: FileHandle;
  /** The file that has the name now: what is written next goes there. */
  #fresh: FileHandle | undefined;
  #isWriting = false;
  #isFailing = false;

  private constructor(path: string, file: FileHandle, log: Logger) {
    this.#path = path;
    this.#file = file;
    this.#log = log;
  }

  /** @throws TrackerFileError when it can't be opened; what goes wrong later is told once in the log, and when it is over. */
  static async open(path: string, log: Logger): Promise<EventFile> {
    return new EventFile(path, await openToAdd(path), log);
  }

  /**
   * Opens the file by its name again, because the one that had it may have got another: lines that come from now on go there.
   * When it can't be opened, that is told in the log, and they go where they went.
   */
  async reopen(): Promise<void> {
    try {
      const file = await openToAdd(this.#path);
      const passedOver = this.#fresh;
      this.#fresh = file;
      await passedOver?.close();
      if (!this.#isWriting) await this.#change();
      this.#log.info({ path: this.#path }, 'the file of events was opened again');
    } catch (error) {
      this.#log.error({}, `the events go where they went: ${(error as Error).message}`);
    }
  }

  async write(lines: string): Promise<number> {
    this.#isWriting = true;
    const unwritten = await this.#write(Buffer.from(lines));
    this.#isWriting = false;
    await this.#change();
    return unwritten;
  }

  hurry(): void {
    this.#hurry.abort();
  }

  async close(): Promise<void> {
    await this.#change();
    await this.#file.close();
  }

  async #write(bytes: Buffer): Promise<number> {
    for (let at = 0; ; ) {
      try {
        while (at < bytes.length) at += (await this.#file.write(bytes, at)).bytesWritten;
        this.#succeed();
        return 0;
      } catch (error) {
        this.#fail(error as Error);
      }
      if (this.#hurry.signal.aborted) return countLines(bytes.toString('latin1', await this.#takeBack(bytes, at)));
      await pause(RETRY_AFTER, undefined, { signal: this.#hurry.signal, ref: false }).catch(() => undefined);
      if (this.#fresh !== undefined) {
        at = await this.#takeBack(bytes, at);
        await this.#change();
      }
    }
  }

  /** Goes on with the file that was opened last, if another was; no line is begun. */
  async #change(): Promise<void> {
    if (this.#fresh === undefined) return;
    const old = this.#file;
    this.#file = this.#fresh;
    this.#fresh = undefined;
    await old.close();
  }

  /**
   * Takes back the beginning of a line, so that whoever reads the file finds whole ones, also behind what comes later.
   *
   * @returns how many of the bytes are written for good.
   */
  async #takeBack(bytes: Buffer, at: number): Promise<number> {
    const whole = at === 0 ? 0 : bytes.lastIndexOf(LINE_END, at - 1) + 1;
    if (at > whole) await this.#file.truncate((await this.#file.stat()).size - (at - whole));
    return whole;
  }

  #fail({ message }: Error): void {
    if (!this.#isFailing) this.#log.error({}, `the events can't be written: ${message}; it is tried again`);
    this.#isFailing = true;
  }

  #succeed(): void {
    if (this.#isFailing) this.#log.info({}, 'the events are written again');
    this.#isFailing = false;
  }
}

async function openToAdd(path: string): Promise<FileHandle> {
  try {
    return await openFile(path, TO_ADD, 'devices too');
  } catch (error) {
    if (error instanceof TrackerFileError) throw error;
    throw new TrackerFileError(`the events can't be written to ${path}: ${(error as Error).message}`, { cause: error });
  }
}
