import { EVENT_LEVELS, type EventLevel, type EventSink, isToldAt, type SwarmEvent } from '@seedbed/events';

/** Somebody who is told what happens. */
export interface EventReader {
  /** What goes beyond this level is not told. */
  readonly level: EventLevel;
  /** @param infoHash of the torrent it happened to, in hexadecimal */
  emit(event: SwarmEvent, infoHash: string): void;
}

/**
 * Hands the events of all torrents to whoever reads them, each up to the level it wants. The engines make no events that
 * nobody wants, so the hub says how much that is, and tells when it changes.
 */
export class EventHub {
  readonly #readers = new Set<EventReader>();
  readonly #onLevel: (level: EventLevel) => void;
  #level: EventLevel = 'peer';

  /** @param onLevel told when the highest level that anybody wants has changed */
  constructor(onLevel: (level: EventLevel) => void) {
    this.#onLevel = onLevel;
  }

  /** The highest level that anybody wants; the lowest there is while nobody reads. */
  get level(): EventLevel {
    return this.#level;
  }

  /** Tells everything to a reader from now on. Answers how it leaves. */
  add(reader: EventReader): () => void {
    this.#readers.add(reader);
    this.#adjust();
    return () => {
      this.#readers.delete(reader);
      this.#adjust();
    };
  }

  /** Where the events of one torrent go. */
  sinkOf(infoHash: string): EventSink {
    return {
      emit: (event) => {
        for (const reader of this.#readers) {
          if (isToldAt(reader.level, event.type)) reader.emit(event, infoHash);
        }
      },
    };
  }

  #adjust(): void {
    const wanted = [...this.#readers].map(({ level }) => EVENT_LEVELS.indexOf(level));
    const level = EVENT_LEVELS[Math.max(0, ...wanted)] ?? 'peer';
    if (level === this.#level) return;
    this.#level = level;
    this.#onLevel(level);
  }
}
