import { CHOKE_REASONS, type ChokeCandidate, UNCHOKE_REASONS } from '@seedbed/events';
import { NumberList } from './number-list.ts';
import type { TextTable } from './text-table.ts';

const REASONS = [...UNCHOKE_REASONS, ...CHOKE_REASONS] as const;

/** Remote, rate, since, and the flags with the reason. */
const FIELDS = 4;

/**
 * What chokers saw and decided, 32 bytes for each candidate. As objects they took more than all else that a page keeps of
 * a run: every change of a slot tells all connections of its peer.
 */
export class CandidateList {
  readonly #texts: TextTable;
  readonly #numbers = new NumberList();
  #length = 0;

  constructor(texts: TextTable) {
    this.#texts = texts;
  }

  /** Answers the place of the first of them. */
  push(candidates: readonly ChokeCandidate[]): number {
    const place = this.#length;
    for (const { remote, rate, since, ...judged } of candidates) {
      this.#numbers.push(this.#texts.numberOf(remote), rate, since, toNumber(judged));
    }
    this.#length += candidates.length;
    return place;
  }

  slice(place: number, count: number): ChokeCandidate[] {
    return Array.from({ length: count }, (_, index) => this.#candidate((place + index) * FIELDS));
  }

  #candidate(at: number): ChokeCandidate {
    const numbers = this.#numbers;
    return {
      remote: this.#texts.textOf(numbers.at(at)),
      rate: numbers.at(at + 1),
      since: numbers.at(at + 2),
      ...toJudged(numbers.at(at + 3)),
    };
  }
}

type Judged = Omit<ChokeCandidate, 'remote' | 'rate' | 'since'>;

const toNumber = ({ interested, snubbed, wasUnchoked, unchoked, reason }: Judged): number =>
  [interested, snubbed, wasUnchoked, unchoked].reduce((bits, flag) => bits * 2 + Number(flag), REASONS.indexOf(reason));

const toJudged = (bits: number): Judged => ({
  interested: (bits & 8) !== 0,
  snubbed: (bits & 4) !== 0,
  wasUnchoked: (bits & 2) !== 0,
  unchoked: (bits & 1) !== 0,
  reason: REASONS[bits >> 4] ?? 'kept',
});
