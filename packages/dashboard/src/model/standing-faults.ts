import type { NumberList, NumberReader } from './number-list.ts';
import type { TextTable } from './text-table.ts';

const FAULT_KINDS = ['tracker', 'partition', 'corrupt', 'pause'] as const;

/** What is wrong for as long as nobody mends it: a tracker that is down, a network that is cut, a peer that lies or rests. */
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface StandingFault {
  readonly kind: FaultKind;
  /** The name of the peer that has it; empty where it is of none. */
  readonly peer: string;
}

/** Faults that were made and not mended, in the order in which they were made. */
export class StandingFaults {
  readonly #all = new Map<string, StandingFault>();

  /** The oldest first. */
  get all(): readonly StandingFault[] {
    return [...this.#all.values()];
  }

  /** One that is made again is the newest. */
  make(kind: FaultKind, peer = ''): void {
    this.mend(kind, peer);
    this.#all.set(keyOf(kind, peer), { kind, peer });
  }

  mend(kind: FaultKind, peer = ''): void {
    this.#all.delete(keyOf(kind, peer));
  }

  save(into: NumberList, texts: TextTable): void {
    into.push(this.#all.size);
    for (const { kind, peer } of this.#all.values()) into.push(FAULT_KINDS.indexOf(kind), texts.numberOf(peer));
  }

  restore(from: NumberReader, texts: TextTable): void {
    for (let left = from.take(); left > 0; left -= 1) {
      this.make(FAULT_KINDS[from.take()] ?? 'tracker', texts.textOf(from.take()));
    }
  }
}

const keyOf = (kind: FaultKind, peer: string): string => `${kind} ${peer}`;
