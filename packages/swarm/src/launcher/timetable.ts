import { monotonicNow } from '../monotonic-clock.ts';
import type { Deed } from './agenda.ts';

/** Node's timers take no longer delays, ms: 24 days. */
export const LONGEST_WAIT: number = 2 ** 31 - 1;

/** Sees to it that each deed is done at its time. */
export class Timetable {
  readonly #carryOut: (deed: Deed) => void;
  #toDo: readonly Deed[];
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(deeds: readonly Deed[], carryOut: (deed: Deed) => void) {
    this.#toDo = deeds;
    this.#carryOut = carryOut;
  }

  /** What has not been done yet, in order. */
  get toDo(): readonly Deed[] {
    return this.#toDo;
  }

  /** Time 0 of the deeds is now. */
  begin(): void {
    this.#startedAt = monotonicNow();
    this.#goOn();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#toDo = [];
  }

  #goOn(): void {
    for (let [next] = this.#toDo; next !== undefined && next.at <= this.#elapsed; [next] = this.#toDo) {
      this.#toDo = this.#toDo.slice(1);
      this.#carryOut(next);
    }
    const [next] = this.#toDo;
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#goOn(), Math.min(LONGEST_WAIT, Math.max(0, next.at - this.#elapsed)));
  }

  get #elapsed(): number {
    return monotonicNow() - this.#startedAt;
  }
}
