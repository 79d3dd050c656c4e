import { EventBacklog, type EventSink, encodeEvent, type SwarmEvent } from '@seedbed/events';
import type { EventOutlet } from './event-outlet.ts';

/** Events are gathered for this long, ms, or up to so many characters, before they are written together. */
const GATHER_TIME = 20;
const GATHER_LENGTH = 64 * 1024;
/** Characters that wait at most for a reader or a disk that is too slow; what comes then is lost, and counted. */
const MAX_WAITING = 8 * 1024 * 1024;

/**
 * Writes events as NDJSON into a file or a pipe. No announce ever waits for it. Each event is written or counted as lost; one
 * that waits is neither yet.
 */
export class EventWriter implements EventSink {
  readonly #outlet: EventOutlet;
  readonly #backlog = new EventBacklog(MAX_WAITING, encodeEvent);
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  /** Whether the backlog ends with a line that tells of lost events, which were counted when they came. */
  #isLossWaiting = false;
  #lost = 0;

  constructor(outlet: EventOutlet) {
    this.#outlet = outlet;
  }

  /** Events that came to nobody. */
  get lost(): number {
    return this.#lost;
  }

  emit(event: SwarmEvent): void {
    if (this.#closed !== undefined) {
      this.#lost += 1;
      return;
    }
    if (!this.#backlog.push(event)) {
      this.#lost += 1;
      this.#isLossWaiting = true;
    }
    if (this.#backlog.length > GATHER_LENGTH) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_TIME).unref();
  }

  /** Resolves when all that was emitted is written, or nobody takes it any more. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#outlet.hurry();
    await this.#writing;
    if (this.#backlog.length > 0) await this.#write();
    await this.#outlet.close();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writing !== undefined || this.#closed !== undefined || this.#backlog.length === 0) return;
    this.#writing = this.#write().then(() => {
      this.#writing = undefined;
      // What came meanwhile has waited long enough.
      this.#flush();
    });
  }

  async #write(): Promise<void> {
    const notices = this.#isLossWaiting ? 1 : 0;
    this.#isLossWaiting = false;
    const unwritten = await this.#outlet.write(this.#backlog.take());
    // The line that tells of lost events comes last: it is the first that is not written.
    this.#lost += Math.max(0, unwritten - notices);
  }
}
