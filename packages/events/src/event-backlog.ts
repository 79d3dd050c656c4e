import type { SwarmEvent } from './swarm-event.ts';

/**
 * Events that wait for a reader, as text, up to a number of characters. What comes beyond that is lost; the reader is
 * told how many events there were, by an event in their place.
 */
export class EventBacklog<Event extends SwarmEvent = SwarmEvent> {
  readonly #limit: number;
  readonly #encode: (event: Event | SwarmEvent) => string;
  #lines: string[] = [];
  #length = 0;
  #lost: { count: number; readonly first: SwarmEvent } | undefined;

  constructor(limit: number, encode: (event: Event | SwarmEvent) => string) {
    this.#limit = limit;
    this.#encode = encode;
  }

  /** Characters that wait. */
  get length(): number {
    return this.#length;
  }

  /** Answers whether the event was kept. */
  push(event: Event): boolean {
    if (this.#length > this.#limit) {
      this.#lost ??= { count: 0, first: event };
      this.#lost.count++;
      return false;
    }
    this.#add(event);
    return true;
  }

  /** All that waits; nothing does afterwards. */
  take(): string {
    if (this.#lost !== undefined) {
      const { count, first } = this.#lost;
      this.#add({ type: 'events-lost', count, t: first.t, peer: first.peer });
    }
    const text = this.#lines.join('');
    this.clear();
    return text;
  }

  clear(): void {
    this.#lines = [];
    this.#length = 0;
    this.#lost = undefined;
  }

  #add(event: Event | SwarmEvent): void {
    const line = this.#encode(event);
    this.#lines.push(line);
    this.#length += line.length;
  }
}
