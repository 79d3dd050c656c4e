import type { SwarmEvent } from '@seedbed/events';
import type { SwarmModel } from './swarm-model.ts';

/** At the time of its event a peer has gone already. */
const JUST_BEFORE_MS = 0.001;
/** Peers that leave one after another in less time than this leave together. */
const TOGETHER_MS = 1_000;

/** Remembers when a swarm was last worth looking at: before its launcher stops it, or before the last ones leave together. */
export class Presence {
  #isStopping = false;
  /** Just before the first of those who left together, and when the last of them did. */
  #before: number | undefined;
  #latest = Number.NEGATIVE_INFINITY;

  /** To be told before the event is applied. */
  pass(event: SwarmEvent, model: SwarmModel): void {
    const { t, type } = event;
    if (type === 'run-phase' && event.phase === 'stopping' && model.isInhabited) {
      this.#isStopping = true;
      this.#before = undefined;
    }
    if (type !== 'peer-stopped' && !(type === 'run-action' && event.action === 'kill')) return;
    // Who completed last may be heard of after the word that all is over, but hardly after somebody has left.
    const isFirst = this.#isStopping ? this.#before === undefined : t - this.#latest > TOGETHER_MS;
    if (isFirst) this.#before = t - JUST_BEFORE_MS;
    this.#latest = t;
  }

  /** The moment to rest at, on the clock of the events. */
  rest(model: SwarmModel): number {
    return (model.isInhabited && !this.#isStopping ? undefined : this.#before) ?? model.time;
  }
}
