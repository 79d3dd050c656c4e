import type { SwarmModel } from './swarm-model.ts';
import { sampleSwarm } from './swarm-sample.ts';

/** How often the swarm is sampled at first, ms, and how many samples there are at most, an even number: then every second one is kept. */
const FIRST_INTERVAL_MS = 100;
const MOST_SAMPLES = 2_400;

/** What is drawn over time: of each `SwarmSample` its numbers. Times are ms on the clock of the events. */
export interface Curves {
  readonly times: readonly number[];
  readonly seeds: readonly number[];
  readonly leeches: readonly number[];
  /** In the order in which the groups appear. */
  readonly groups: readonly GroupCurves[];
  readonly uplinkUse: readonly number[];
}

export interface GroupCurves {
  readonly group: string;
  readonly completion: readonly number[];
  readonly download: readonly number[];
  readonly upload: readonly number[];
}

interface GrowingGroup {
  readonly group: string;
  completion: number[];
  download: number[];
  upload: number[];
}

/** Samples a model as its time goes on; long runs are sampled more coarsely, so that it takes no more memory. */
export class CurveRecorder implements Curves {
  times: number[] = [];
  seeds: number[] = [];
  leeches: number[] = [];
  uplinkUse: number[] = [];
  readonly groups: GrowingGroup[] = [];
  #interval = FIRST_INTERVAL_MS;
  #next = Number.NEGATIVE_INFINITY;

  /** To be told before an event of the time `t` is applied: takes the samples that are due until then. */
  passTo(t: number, model: SwarmModel): void {
    if (this.#next === Number.NEGATIVE_INFINITY) this.#next = t;
    // A long silence is no reason to make thousands of equal samples.
    if (t - this.#next > this.#interval * MOST_SAMPLES) this.#next = t;
    while (this.#next <= t) {
      this.#sample(this.#next, model);
      this.#next += this.#interval;
      if (this.times.length === MOST_SAMPLES + 1) this.#thin();
    }
  }

  /** All events are applied: the curves end with the last of them, not at the sample before it. */
  end(t: number, model: SwarmModel): void {
    if (t > (this.times.at(-1) ?? Number.NEGATIVE_INFINITY) && this.times.length > 0) this.#sample(t, model);
  }

  #sample(t: number, model: SwarmModel): void {
    const { seeds, leeches, uplinkUse, groups } = sampleSwarm(model, t);
    this.times.push(t);
    this.seeds.push(seeds);
    this.leeches.push(leeches);
    this.uplinkUse.push(uplinkUse);
    for (const [group, { completion, download, upload }] of groups) {
      const curve = this.#group(group);
      curve.completion.push(completion);
      curve.download.push(download);
      curve.upload.push(upload);
    }
  }

  #group(group: string): GrowingGroup {
    const known = this.groups.find((curve) => curve.group === group);
    if (known !== undefined) return known;
    // It was nothing until now.
    const before = (): number[] => new Array<number>(this.times.length - 1).fill(0);
    const curve = { group, completion: before(), download: before(), upload: before() };
    this.groups.push(curve);
    return curve;
  }

  #thin(): void {
    const everySecond = (values: number[]): number[] => values.filter((_, index) => index % 2 === 0);
    this.#interval *= 2;
    this.times = everySecond(this.times);
    this.#next = (this.times.at(-1) ?? 0) + this.#interval;
    this.seeds = everySecond(this.seeds);
    this.leeches = everySecond(this.leeches);
    this.uplinkUse = everySecond(this.uplinkUse);
    for (const curve of this.groups) {
      curve.completion = everySecond(curve.completion);
      curve.download = everySecond(curve.download);
      curve.upload = everySecond(curve.upload);
    }
  }
}
