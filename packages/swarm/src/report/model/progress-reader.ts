import type { SwarmEvent } from '@seedbed/events';
import { EvenSamples } from './even-samples.ts';
import type { PieceProgress } from './report-model.ts';

/** Numbers that the curves of all peers may hold together: some 600 kB of a page. */
const MOST_NUMBERS = 120_000;
const FEWEST_POINTS = 100;
const MOST_POINTS = 600;

/** Verified pieces of each peer against time. */
export class ProgressReader {
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #have: number[];
  readonly #samples: EvenSamples<readonly number[]>;

  constructor(peers: readonly string[]) {
    this.#indexes = new Map(peers.map((name, index) => [name, index]));
    this.#have = peers.map(() => 0);
    const points = Math.floor(MOST_NUMBERS / Math.max(1, peers.length));
    this.#samples = new EvenSamples(Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, points)), () => [...this.#have]);
  }

  apply(event: SwarmEvent): void {
    const index = this.#indexes.get(event.peer);
    if (index === undefined || (event.type !== 'piece' && event.type !== 'peer-started')) return;
    this.#samples.advance(event.t);
    this.#have[index] = event.have;
  }

  progress(start: number, end: number): PieceProgress {
    const samples = this.#samples.between(start, end);
    return {
      times: samples.map(({ t }) => t),
      have: this.#have.map((_, peer) => samples.map(({ value }) => value[peer] ?? 0)),
    };
  }
}
