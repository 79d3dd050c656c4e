import type { SwarmEvent } from '@seedbed/events';
import type { PeerNames } from '../../analysis/peer-names.ts';
import { EvenBins } from './even-bins.ts';
import type { GroupRates } from './report-model.ts';

const MOST_BINS = 150;
/** Of a span that the end of the run cuts, this share at least: a rate over less says nothing. */
const LEAST_SHARE = 0.3;

/** What groups of peers sent and received, from blocks where the run tells them, else from whole pieces. */
export class RatesReader {
  readonly #groupOf: (peer: string) => number | undefined;
  readonly #names: PeerNames;
  readonly #groups: number;
  readonly #blocks: EvenBins;
  readonly #pieces: EvenBins;
  #hasBlocks = false;

  /** @param groupOf the place of a peer's group; undefined of strangers. */
  constructor(groups: number, groupOf: (peer: string) => number | undefined, names: PeerNames) {
    this.#groups = groups;
    this.#groupOf = groupOf;
    this.#names = names;
    this.#blocks = new EvenBins(MOST_BINS, 2 * groups);
    this.#pieces = new EvenBins(MOST_BINS, 2 * groups);
  }

  apply(event: SwarmEvent): void {
    if (event.type === 'block') {
      this.#hasBlocks = true;
      this.#add(this.#blocks, event.t, event.remote, event.peer, event.length);
    } else if (event.type === 'piece') {
      for (const { remote, bytes } of event.sources) this.#add(this.#pieces, event.t, remote, event.peer, bytes);
    }
  }

  rates(start: number, end: number): GroupRates {
    const all = (this.#hasBlocks ? this.#blocks : this.#pieces).between(start, end);
    const width = Math.max(...all.map(({ from, to }) => to - from));
    const bins = all.filter(({ from, to }) => to - from >= LEAST_SHARE * width);
    const rateOf = (row: number): number[] =>
      bins.map(({ from, to, sums }) => Math.round(((sums[row] ?? 0) * 1_000) / (to - from)));
    const groups = Array.from({ length: this.#groups }, (_, group) => group);
    return {
      times: bins.map(({ from, to }) => Math.round((from + to) / 2)),
      sent: groups.map((group) => rateOf(group)),
      received: groups.map((group) => rateOf(this.#groups + group)),
    };
  }

  #add(bins: EvenBins, t: number, remote: string, receiver: string, bytes: number): void {
    const from = this.#groupOf(this.#names.of(remote));
    const to = this.#groupOf(receiver);
    if (from !== undefined) bins.add(t, from, bytes);
    if (to !== undefined) bins.add(t, this.#groups + to, bytes);
  }
}
