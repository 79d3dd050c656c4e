import { Socket } from 'node:net';
import { EventBacklog, type EventSink, encodeEvent, type SwarmEvent } from '@seedbed/events';

/** Events are gathered for this long, ms, or up to so many characters, before they are written together. */
const GATHER_TIME = 20;
const GATHER_LENGTH = 64 * 1024;
/** Characters that wait at most for a reader that is too slow; what comes then is lost, and counted. */
const MAX_WAITING = 8 * 1024 * 1024;
/** A reader that takes nothing any more holds up the end for no longer than this, ms. */
const CLOSE_TIMEOUT = 1_000;

/** Writes events as NDJSON to a pipe. Never blocks the daemon: a reader that does not keep up loses events, and is told how many. */
export class EventPipe implements EventSink {
  readonly #pipe: Socket;
  readonly #backlog = new EventBacklog(MAX_WAITING, encodeEvent);
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;
  #isClosed = false;

  /** @param fd of a pipe or a Unix socket that is open for writing */
  constructor(fd: number) {
    this.#pipe = new Socket({ fd, readable: false, writable: true });
    this.#pipe.on('drain', () => {
      this.#isBlocked = false;
      this.#flush();
    });
    // Nobody reads any more: events go nowhere, the daemon goes on.
    this.#pipe.on('error', () => this.#giveUp());
    this.#pipe.on('close', () => this.#giveUp());
    this.#pipe.unref();
  }

  emit(event: SwarmEvent): void {
    if (this.#isClosed) return;
    this.#backlog.push(event);
    if (this.#backlog.length > GATHER_LENGTH) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_TIME).unref();
  }

  /** Resolves when all that was emitted is with the reader, or it takes no more. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    const rest = this.#backlog.take();
    this.#giveUp();
    const timer = setTimeout(() => this.#pipe.destroy(), CLOSE_TIMEOUT);
    await new Promise<void>((resolve) => {
      this.#pipe.once('close', resolve);
      this.#pipe.end(rest, () => this.#pipe.destroy());
    });
    clearTimeout(timer);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isBlocked || this.#isClosed || this.#backlog.length === 0) return;
    this.#isBlocked = !this.#pipe.write(this.#backlog.take());
  }

  #giveUp(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#backlog.clear();
  }
}
