import type { ServerResponse } from 'node:http';
import { ControlError } from '@seedbed/control';
import type { EventLevel } from '@seedbed/events';
import type { EventHub } from '../event-hub.ts';
import { EventStream } from './event-stream.ts';

/** Each may have a megabyte of events waiting. */
const MAX_STREAMS = 16;

/** The clients that read events. */
export class EventStreams {
  readonly #events: EventHub;
  #open = 0;
  #lost = 0;

  constructor(events: EventHub) {
    this.#events = events;
  }

  /** Clients that read just now. */
  get size(): number {
    return this.#open;
  }

  /** Events that were lost because a client was too slow. */
  get lost(): number {
    return this.#lost;
  }

  /** Tells a client what happens until it goes. @throws ControlError when there are too many */
  open(response: ServerResponse, level: EventLevel, torrent: string | undefined): void {
    if (this.#open >= MAX_STREAMS) {
      throw new ControlError('busy', `${MAX_STREAMS} clients read events already; close one of them`);
    }
    this.#open++;
    const stream = new EventStream(response, level, torrent, () => this.#lost++);
    const leave = this.#events.add(stream);
    response.once('close', () => {
      this.#open--;
      leave();
      stream.close();
    });
  }
}
