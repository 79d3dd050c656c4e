import { TrackerCounters } from '../service/tracker-counters.ts';
import type { WorkerMessage } from './worker-messages.ts';

/** How far what is known of another worker may lag behind, ms. */
const TELL_EVERY = 100;

/** How long the process that adds up may take: it answers at once, or it is gone, ms. */
const PATIENCE = 1_000;

/**
 * The counters of a worker, told to the process that adds up as they change, and the sums, on request. A worker that is killed
 * takes with it what it counted in its last tenth of a second.
 */
export class CountersTold {
  readonly own = new TrackerCounters();
  readonly #tell: (message: WorkerMessage) => void;
  readonly #questions = new Map<number, (counters: TrackerCounters) => void>();
  #asked = 0;
  #told = '';

  constructor(tell: (message: WorkerMessage) => void) {
    this.#tell = tell;
    setInterval(() => this.tell(), TELL_EVERY).unref();
  }

  /** Tells what was counted since it was told last. */
  tell(): void {
    const text = JSON.stringify(this.own);
    if (text === this.#told) return;
    this.#told = text;
    this.#tell({ type: 'counters', counters: plain(this.own) });
  }

  /** What all workers have counted; our own when nobody answers. */
  ask(): Promise<TrackerCounters> {
    this.#asked += 1;
    const question = this.#asked;
    return new Promise((resolve) => {
      const impatience = setTimeout(() => this.heard(question, this.own), PATIENCE);
      this.#questions.set(question, (counters) => {
        clearTimeout(impatience);
        resolve(counters);
      });
      this.#tell({ type: 'counters', counters: plain(this.own), question });
    });
  }

  heard(question: number, counters: TrackerCounters): void {
    this.#questions.get(question)?.(counters);
    this.#questions.delete(question);
  }
}

/** As it is sent: fields, and no class. */
function plain(counters: TrackerCounters): TrackerCounters {
  return { ...counters };
}
