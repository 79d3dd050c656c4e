import type { SwarmEvent } from '@seedbed/events';

/**
 * When a run began and ended, on the clock of its events. It begins where the launcher says that it runs, and ends where
 * it says that it stops; where it says neither, it begins with the first leech and ends with the last that happened
 * before all peers were told to leave.
 */
export class RunClock {
  readonly #isLeech: (peer: string) => boolean;
  readonly #unfinished: Set<string>;
  #running: number | undefined;
  #stopping: number | undefined;
  #firstLeech: number | undefined;
  #allDone: number | undefined;
  #first: number | undefined;
  #last = 0;

  constructor(leeches: readonly string[]) {
    const names = new Set(leeches);
    this.#isLeech = (peer) => names.has(peer);
    this.#unfinished = new Set(leeches);
  }

  apply(event: SwarmEvent): void {
    const { t, peer } = event;
    this.#first ??= t;
    this.#last = t;
    if (event.type === 'run-phase' && event.phase === 'running') this.#running ??= t;
    if (event.type === 'run-phase' && event.phase === 'stopping') this.#stopping ??= t;
    if (event.type === 'peer-started' && this.#isLeech(peer)) this.#firstLeech ??= t;
    if (event.type === 'completed' && this.#unfinished.delete(peer) && this.#unfinished.size === 0) this.#allDone = t;
  }

  get start(): number {
    return this.#running ?? this.#firstLeech ?? this.#first ?? 0;
  }

  get end(): number {
    return Math.max(this.start, this.#stopping ?? this.#allDone ?? this.#last);
  }
}
