import type { PeerColumns } from './peer-columns.ts';
import type { PeerSequence } from './peer-sequence.ts';
import type { PeerTables } from './peer-tables.ts';
import { FAMILIES, type Family, type Swarm } from './swarm.ts';

/** Told what is in a store: a swarm, then its peers, then the next swarm. */
export interface StoreVisitor {
  /** @param key of the info hash (`infoHashKey`). `forgetAt` is in whole seconds. */
  swarm(key: string, downloaded: number, forgetAt: number): void;
  peer(columns: PeerColumns, slot: number, role: 'seed' | 'leech'): void;
}

/**
 * Goes through all peers of a store, some at a time, while announces go on in between.
 *
 * What holds in the end: every peer that was there in the beginning and has not left has been told of. A peer that has moved may be
 * told of twice, one that has left since is still told, one that came since may be missing. The table says whenever a peer
 * gets another place (`arrived`): one in the swarm at hand that was passed already is told of at once.
 */
export class StoreWalk {
  readonly #swarms: Iterator<readonly [string, Swarm]>;
  readonly #tables: PeerTables;
  readonly #visitor: StoreVisitor;
  #swarm: Swarm | undefined;
  #family = 0;
  #position = 0;

  constructor(swarms: Iterable<readonly [string, Swarm]>, tables: PeerTables, visitor: StoreVisitor) {
    this.#swarms = swarms[Symbol.iterator]();
    this.#tables = tables;
    this.#visitor = visitor;
  }

  /** Tells of the next peers, about so many; false when there are no more. A swarm counts like a peer. */
  next(most: number): boolean {
    for (let left = most; left > 0; left -= 1) {
      const family = FAMILIES[this.#family];
      const sequence = family && this.#swarm?.[family];
      if (this.#swarm === undefined || family === undefined) {
        if (!this.#nextSwarm()) return false;
      } else if (sequence === undefined || this.#position >= sequence.count) {
        this.#family += 1;
        this.#position = 0;
      } else {
        this.#position += 1;
        this.#tell(family, sequence, this.#position - 1);
      }
    }
    return true;
  }

  /** A peer has come to a place of a sequence. */
  arrived(sequence: PeerSequence, position: number): void {
    const swarm = this.#swarm;
    const own = FAMILIES.findIndex((family) => swarm?.[family] === sequence);
    const isPassed = own !== -1 && (own < this.#family || (own === this.#family && position < this.#position));
    if (isPassed) this.#tell(FAMILIES[own] as Family, sequence, position);
  }

  #nextSwarm(): boolean {
    const next = this.#swarms.next();
    if (next.done === true) return false;
    const [key, swarm] = next.value;
    this.#swarm = swarm;
    this.#family = 0;
    this.#position = 0;
    this.#visitor.swarm(key, swarm.downloaded, swarm.forgetAt);
    return true;
  }

  #tell(family: Family, sequence: PeerSequence, position: number): void {
    const role = position < sequence.leeches ? 'leech' : 'seed';
    this.#visitor.peer(this.#tables.of(family).columns, sequence.slot(position), role);
  }
}
