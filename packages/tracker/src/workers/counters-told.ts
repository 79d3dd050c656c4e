import type { ProcessFigures } from '../http/metrics/process-figures.ts';
import { TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import type { WorkerMessage } from './worker-messages.ts';

/** How much of what it counted a worker that is killed may take with it, ms. */
const TELL_EVERY = 100;

/** How long the first process may take to add up: it answers at once, or it is gone, ms. */
const PATIENCE = 1_000;

/** Files are written by the first process alone. */
const NONE: TrackerFigures['troubles'] = { eventsLost: 0, stateFailures: 0 };

/**
 * The counters of a worker, told to the first process, which adds up, when it asks, and now and then, so that they outlive a worker
 * that is killed; and the sums over all processes.
 */
export class CountersTold {
  readonly own: TrackerCounters = new TrackerCounters();
  readonly #tell: (message: WorkerMessage) => void;
  readonly #questions = new Map<number, (figures: TrackerFigures) => void>();
  #asked = 0;
  #told = '';

  constructor(tell: (message: WorkerMessage) => void) {
    this.#tell = tell;
    setInterval(() => this.#tellChanges(), TELL_EVERY).unref();
  }

  /** @param process what this process takes, where that was asked for too. */
  tell(process?: ProcessFigures): void {
    this.#told = JSON.stringify(this.own);
    // As it is sent: fields, and no class.
    this.#tell({ type: 'counters', counters: { ...this.own }, ...(process && { process }) });
  }

  /** What all processes have done; what we have counted ourselves when nobody answers. */
  ask(): Promise<TrackerFigures> {
    this.#asked += 1;
    const question = this.#asked;
    return new Promise((resolve) => {
      const impatience = setTimeout(
        () => this.heard(question, { counters: this.own, troubles: NONE, processes: {} }),
        PATIENCE,
      );
      this.#questions.set(question, (figures) => {
        clearTimeout(impatience);
        resolve(figures);
      });
      this.#tell({ type: 'figures-wanted', question });
    });
  }

  heard(question: number, figures: TrackerFigures): void {
    this.#questions.get(question)?.(figures);
    this.#questions.delete(question);
  }

  #tellChanges(): void {
    if (JSON.stringify(this.own) !== this.#told) this.tell();
  }
}
