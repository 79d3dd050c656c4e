import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type StopSignal = (typeof SIGNALS)[number];

/** The reason of the abort signal. */
class Interrupted extends Error {
  readonly status: number;

  constructor(signal: StopSignal) {
    super(`interrupted by ${signal}`);
    this.name = 'Interrupted';
    // What shells report for a program that a signal has ended: 130, 143, 129.
    this.status = 128 + constants.signals[signal];
  }
}

/**
 * The user's wish to end, as one abort signal for everything that runs. Asking twice changes nothing: a terminal and npm
 * both send one Ctrl-C, so two signals are not yet impatience, and every way to the end is bounded anyway.
 */
export class Interruption {
  readonly #controller = new AbortController();
  #onHangup: (() => void) | undefined;

  /** @param heard signals that came before. */
  constructor(heard: readonly StopSignal[] = []) {
    const [first] = heard;
    if (first !== undefined) this.#controller.abort(new Interrupted(first));
    for (const name of SIGNALS) {
      process.on(name, () => {
        if (name === 'SIGHUP' && this.#onHangup !== undefined) this.#onHangup();
        else this.#controller.abort(new Interrupted(name));
      });
    }
  }

  /** From now on SIGHUP is no wish to end: it asks a service to read its files again. */
  onHangup(reload: () => void): void {
    this.#onHangup = reload;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The status of a job that was interrupted, or undefined. */
  get status(): number | undefined {
    const reason: unknown = this.signal.reason;
    return reason instanceof Interrupted ? reason.status : undefined;
  }

  /** Resolves once it is time to go; what a service waits for. */
  async wait(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
