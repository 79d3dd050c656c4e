import { type FileHandle, open } from 'node:fs/promises';
import { decodeEvent, EventSplitter, encodeEvent, type SwarmEvent } from '@seedbed/events';
import { monotonicNow } from '../monotonic-clock.ts';
import { EventWindow } from './event-window.ts';

const WINDOW_MS = 1_000;
const WRITE_EVERY_MS = 200;
// Some 100 MB of events: the disk stands still, and the processes that tell them must not.
const MOST_HELD = 400_000;

/** What the collector has done, for the summary of a run. */
export interface EventCounts {
  readonly written: number;
  readonly late: number;
  readonly lost: number;
}

export interface EventCollectorOptions {
  /** The file to write, one event a line. */
  readonly path: string;
  /** Told for every event as soon as it is read. */
  readonly onEvent: (event: SwarmEvent) => void;
  /** Told for every event as soon as it is read, as the line that it is in the file. */
  readonly onLine?: (line: string) => void;
  /** Told for every event in the order of the file, as it is about to be written. */
  readonly onOrdered?: (event: SwarmEvent) => void;
  /** Told once when the file can't be written any more. */
  readonly onFailure: (error: unknown) => void;
}

/** Reads the events of all peers of a run, and writes them in order of time into one file. */
export class EventCollector {
  readonly #file: FileHandle;
  readonly #onEvent: EventCollectorOptions['onEvent'];
  readonly #onLine: EventCollectorOptions['onLine'];
  readonly #onOrdered: EventCollectorOptions['onOrdered'];
  readonly #onFailure: EventCollectorOptions['onFailure'];
  readonly #window = new EventWindow(WINDOW_MS);
  readonly #timer: NodeJS.Timeout;
  readonly #splitters: EventSplitter[] = [];
  #writing: Promise<void> = Promise.resolve();
  #broken = false;
  #written = 0;
  #lost = 0;

  private constructor(file: FileHandle, { onEvent, onLine, onOrdered, onFailure }: EventCollectorOptions) {
    this.#file = file;
    this.#onEvent = onEvent;
    this.#onLine = onLine;
    this.#onOrdered = onOrdered;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => this.#write(this.#window.release(monotonicNow())), WRITE_EVERY_MS);
  }

  static async open(options: EventCollectorOptions): Promise<EventCollector> {
    return new EventCollector(await open(options.path, 'wx'), options);
  }

  get counts(): EventCounts {
    const tooLong = this.#splitters.reduce((sum, { dropped }) => sum + dropped, 0);
    return { written: this.#written, late: this.#window.late, lost: this.#lost + tooLong };
  }

  /** A reader for the pipe of one process; events in the name of a peer that is not one of its own are not taken. */
  reader(peers: readonly string[]): (text: string) => void {
    const splitter = new EventSplitter();
    const names = new Set(peers);
    this.#splitters.push(splitter);
    return (text) => {
      for (const line of splitter.push(text)) this.#read(names, line);
    };
  }

  /** Takes what the launcher itself has to tell. */
  tell(event: SwarmEvent): void {
    this.#take(event, undefined);
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#write(this.#window.flush());
    await this.#writing;
    await this.#file.close();
  }

  #read(names: ReadonlySet<string>, line: string): void {
    const event = decodeEvent(line);
    if (event === undefined || !names.has(event.peer)) this.#lost += 1;
    else this.#take(event, line);
  }

  #take(event: SwarmEvent, line: string | undefined): void {
    if (event.type === 'events-lost') this.#lost += event.count;
    if (this.#window.held < MOST_HELD) this.#window.push(event);
    else this.#lost += 1;
    this.#onEvent(event);
    this.#onLine?.(line ?? encodeEvent(event).trimEnd());
  }

  #write(events: readonly SwarmEvent[]): void {
    if (events.length === 0) return;
    if (this.#onOrdered !== undefined) for (const event of events) this.#onOrdered(event);
    this.#writing = this.#writing.then(() => this.#append(events));
  }

  async #append(events: readonly SwarmEvent[]): Promise<void> {
    if (!this.#broken) {
      try {
        await this.#file.appendFile(events.map(encodeEvent).join(''));
        this.#written += events.length;
        return;
      } catch (error) {
        this.#broken = true;
        this.#onFailure(error);
      }
    }
    this.#lost += events.length;
  }
}
