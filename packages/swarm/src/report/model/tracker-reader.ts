import type { SwarmEvent } from '@seedbed/events';
import { EvenBins } from './even-bins.ts';
import { EvenSamples } from './even-samples.ts';
import type { TrackerSide } from './report-model.ts';

const MOST_POINTS = 200;

/** What the tracker counts, what it answers, and where nobody gets an answer. */
export class TrackerReader {
  #seeds = 0;
  #leeches = 0;
  readonly #counts = new EvenSamples<readonly [seeds: number, leeches: number]>(MOST_POINTS, () => [
    this.#seeds,
    this.#leeches,
  ]);
  readonly #announces = new EvenBins(MOST_POINTS, 2);

  apply(event: SwarmEvent): void {
    if (event.type === 'announce-served') {
      this.#counts.advance(event.t);
      this.#seeds = event.complete;
      this.#leeches = event.incomplete;
      this.#announces.add(event.t, 0, 1);
    } else if (event.type === 'announce-failed') this.#announces.add(event.t, 1, 1);
  }

  side(start: number, end: number): TrackerSide {
    const counts = this.#counts.between(start, end);
    const bins = this.#announces.between(start, end);
    const countAt = (t: number): readonly [number, number] => counts.findLast((count) => count.t <= t)?.value ?? [0, 0];
    return {
      times: bins.map(({ from }) => Math.round(from)),
      seeds: bins.map(({ to }) => countAt(to)[0]),
      leeches: bins.map(({ to }) => countAt(to)[1]),
      answered: bins.map(({ sums }) => sums[0] ?? 0),
      failed: bins.map(({ sums }) => sums[1] ?? 0),
    };
  }
}
