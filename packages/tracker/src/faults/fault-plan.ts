import type { Fault, PlannedFault } from './fault.ts';

const NONE: readonly Fault[] = [];

/** The faults that are on at this moment, and the dice that decide whom they meet. */
export class FaultPlan {
  readonly #random: () => number;
  #planned: readonly PlannedFault[] = [];
  /** Called when other faults are on. */
  onChange: (() => void) | undefined = undefined;

  /** @param random numbers in [0, 1), of a source with a seed, so that a run can be had again. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** As they were written. */
  get texts(): readonly string[] {
    return this.#planned.map(({ text }) => text);
  }

  /** Nothing goes wrong on purpose. */
  get isEmpty(): boolean {
    return this.#planned.length === 0;
  }

  set(faults: readonly PlannedFault[]): void {
    this.#planned = faults;
    this.onChange?.();
  }

  /** The faults among those with one of these hooks that one request meets; each has a chance of its own. */
  meet(...hooks: readonly (keyof Fault)[]): readonly Fault[] {
    if (this.#planned.length === 0) return NONE;
    return this.#planned
      .filter(({ fault }) => hooks.some((hook) => fault[hook] !== undefined))
      .filter(({ chance }) => this.#random() < chance)
      .map(({ fault }) => fault);
  }
}
