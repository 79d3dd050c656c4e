import type { EventSink, SwarmEvent } from '@seedbed/events';

/** Tells when a tracker does not answer as it should, or warns: once for each tracker and reason, because peers try for ever. */
export class TrackerTrouble implements EventSink {
  readonly #tell: (line: string) => void;
  readonly #told = new Set<string>();
  #latest: string | undefined;
  #isLeaving = false;

  /** @param first the tracker that is asked first */
  constructor(tell: (line: string) => void, first?: string) {
    this.#tell = tell;
    if (first !== undefined) this.#latest = `tracker ${first} has not answered yet`;
  }

  /** The trouble with the tracker that was asked last; undefined once one has answered. */
  get latest(): string | undefined {
    return this.#latest;
  }

  /** We leave: announces that are given up for that are no trouble. */
  leave(): void {
    this.#isLeaving = true;
  }

  emit(event: SwarmEvent): void {
    if (this.#isLeaving) return;
    if (event.type === 'announced') {
      this.#latest = undefined;
      if (event.warning !== undefined) this.#tellOnce(`tracker ${event.tracker} warns: ${event.warning}`);
    } else if (event.type === 'announce-failed') {
      this.#latest = `tracker ${event.tracker}: ${event.reason}`;
      this.#tellOnce(`${this.#latest}; it is asked again`);
    }
  }

  #tellOnce(line: string): void {
    if (this.#told.has(line)) return;
    this.#told.add(line);
    this.#tell(line);
  }
}
