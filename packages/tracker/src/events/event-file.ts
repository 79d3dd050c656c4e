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
  readonly #file: FileHandle;
  readonly #log: Logger;
  readonly #hurry = new AbortController();
  #isFailing = false;

  private constructor(file: FileHandle, log: Logger) {
    this.#file = file;
    this.#log = log;
  }

  /** @throws TrackerFileError when it can't be opened; what goes wrong later is told once in the log, and when it is over. */
  static async open(path: string, log: Logger): Promise<EventFile> {
    try {
      return new EventFile(await openFile(path, TO_ADD, 'devices too'), log);
    } catch (error) {
      if (error instanceof TrackerFileError) throw error;
      const text = `the events can't be written to ${path}: ${(error as Error).message}`;
      throw new TrackerFileError(text, { cause: error });
    }
  }

  async write(lines: string): Promise<number> {
    const bytes = Buffer.from(lines);
    for (let at = 0; ; ) {
      try {
        while (at < bytes.length) at += (await this.#file.write(bytes, at)).bytesWritten;
        this.#succeed();
        return 0;
      } catch (error) {
        this.#fail(error as Error);
      }
      if (this.#hurry.signal.aborted) return await this.#giveUp(bytes, at);
      await pause(RETRY_AFTER, undefined, { signal: this.#hurry.signal, ref: false }).catch(() => undefined);
    }
  }

  hurry(): void {
    this.#hurry.abort();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Takes back the beginning of a line, so that whoever reads the file finds whole ones, also behind what comes later. */
  async #giveUp(bytes: Buffer, at: number): Promise<number> {
    const whole = at === 0 ? 0 : bytes.lastIndexOf(LINE_END, at - 1) + 1;
    if (at > whole) await this.#file.truncate((await this.#file.stat()).size - (at - whole));
    return countLines(bytes.toString('latin1', whole));
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
