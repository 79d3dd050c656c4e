import type { Writable } from 'node:stream';
import { EventBacklog, type EventSink, encodeEvent, type SwarmEvent } from '@seedbed/events';

/** Events are gathered for this long, ms, or up to so many characters, before they are written together. */
const GATHER_TIME = 20;
const GATHER_LENGTH = 64 * 1024;
/** Characters that wait at most for a reader or a disk that is too slow; what comes then is lost, and counted. */
const MAX_WAITING = 8 * 1024 * 1024;
/** Who takes nothing any more holds up the end for no longer than this, ms. */
const CLOSE_TIMEOUT = 1_000;

/** Writes events as NDJSON into a file or a pipe. No announce ever waits for it. */
export class EventWriter implements EventSink {
  readonly #stream: Writable;
  readonly #backlog = new EventBacklog(MAX_WAITING, encodeEvent);
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;
  #isClosed = false;
  #lost = 0;

  /** @param onFailure told once when nothing can be written any more. */
  constructor(stream: Writable, onFailure: (error: Error) => void) {
    this.#stream = stream;
    stream.on('drain', () => {
      this.#isBlocked = false;
      this.#flush();
    });
    stream.on('error', (error) => {
      this.#giveUp();
      onFailure(error);
    });
    stream.on('close', () => this.#giveUp());
  }

  /** Events that came to nobody. */
  get lost(): number {
    return this.#lost;
  }

  emit(event: SwarmEvent): void {
    if (this.#isClosed || !this.#backlog.push(event)) this.#lost += 1;
    if (this.#isClosed) return;
    if (this.#backlog.length > GATHER_LENGTH) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_TIME).unref();
  }

  /** Resolves when all that was emitted is written, or nobody takes it any more. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    const rest = this.#backlog.take();
    this.#giveUp();
    const impatience = setTimeout(() => this.#stream.destroy(), CLOSE_TIMEOUT);
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.end(rest, () => this.#stream.destroy());
    });
    clearTimeout(impatience);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isBlocked || this.#isClosed || this.#backlog.length === 0) return;
    this.#isBlocked = !this.#stream.write(this.#backlog.take());
  }

  #giveUp(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#backlog.clear();
  }
}
