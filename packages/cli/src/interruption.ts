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
  /** Undefined until it is known what runs: SIGHUP waits. */
  #onHangup: (() => void) | undefined;
  #wasHungUp = false;

  /** @param heard signals that came before. */
  constructor(heard: readonly StopSignal[] = []) {
    for (const name of heard) this.#hear(name);
    for (const name of SIGNALS) process.on(name, () => this.#hear(name));
  }

  #hear(name: StopSignal): void {
    if (name !== 'SIGHUP') this.#end(name);
    else if (this.#onHangup === undefined) this.#wasHungUp = true;
    else this.#onHangup();
  }

  #end(name: StopSignal): void {
    this.#controller.abort(new Interrupted(name));
  }

  /** SIGHUP is no wish to end: it asks a service to read its files again, also if it has come already. */
  onHangup(reload: () => void): void {
    this.#onHangup = reload;
    if (this.#wasHungUp) reload();
  }

  /** SIGHUP is a wish to end, as a terminal tells it that closes; also if it has come already. */
  endOnHangup(): void {
    this.onHangup(() => this.#end('SIGHUP'));
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
