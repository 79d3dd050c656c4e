import type { SwarmModel } from './swarm-model.ts';

/** How often the swarm is sampled at first, ms, and how many samples there are at most, an even number: then every second one is kept. */
const FIRST_INTERVAL_MS = 250;
const MOST_SAMPLES = 2_400;

/** What is drawn over time: one number for each sample. Times are ms on the clock of the events, rates bytes per second. */
export interface Curves {
  readonly times: readonly number[];
  readonly seeds: readonly number[];
  readonly leeches: readonly number[];
  /** In the order in which the groups appear. */
  readonly groups: readonly GroupCurves[];
  /** What all peers with an upload limit send, as a share of these limits; 0 where there are no limits. */
  readonly uplinkUse: readonly number[];
}

export interface GroupCurves {
  readonly group: string;
  /** Mean share of the pieces that its peers hold, 0 to 1. */
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

  #sample(t: number, model: SwarmModel): void {
    const peers = model.peers.filter(({ stage }) => stage === 'running');
    const seeds = peers.filter(({ isComplete }) => isComplete).length;
    this.times.push(t);
    this.seeds.push(seeds);
    this.leeches.push(peers.length - seeds);
    const limited = peers.filter(({ upload }) => upload !== undefined);
    const limit = limited.reduce((sum, { upload = 0 }) => sum + upload, 0);
    const used = limited.reduce((sum, peer) => sum + peer.uploadRate(t), 0);
    this.uplinkUse.push(limit === 0 ? 0 : used / limit);
    const sums = new Map<string, { peers: number; have: number; download: number; upload: number }>();
    for (const peer of model.peers) {
      const sum = sums.get(peer.group) ?? { peers: 0, have: 0, download: 0, upload: 0 };
      sums.set(peer.group, sum);
      sum.peers += 1;
      sum.have += peer.have.length === 0 ? 1 : peer.haveCount / peer.have.length;
      if (peer.stage !== 'running') continue;
      sum.download += peer.downloadRate(t);
      sum.upload += peer.uploadRate(t);
    }
    for (const [group, sum] of sums) {
      const curve = this.#group(group);
      curve.completion.push(sum.have / sum.peers);
      curve.download.push(sum.download);
      curve.upload.push(sum.upload);
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
