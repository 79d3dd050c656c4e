import type { PeerColumns } from './peer-columns.ts';
import { FAMILIES, type Family, type PeerTables } from './peer-tables.ts';
import { NO_SWARM, type SwarmTable } from './swarm-table.ts';

/** Told what is in a store: a swarm, then its peers, then the next swarm. */
export interface StoreVisitor {
  swarm(swarms: SwarmTable, swarm: number): void;
  peer(columns: PeerColumns, slot: number, role: 'seed' | 'leech'): void;
}

/**
 * Goes through all peers of a store, some at a time, while announces go on in between.
 *
 * What holds in the end: every peer that was there in the beginning and has not left has been told of. A peer that has moved may be
 * told of twice, one that has left since is still told, one that came since may be missing. The table says whenever a peer
 * gets another place (`arrived`): one in the swarm at hand that was passed already is told of at once. The store says when a
 * number is given to another swarm (`began`): if it is that of the swarm at hand, that one is over.
 */
export class StoreWalk {
  readonly #swarms: SwarmTable;
  readonly #tables: PeerTables;
  readonly #visitor: StoreVisitor;
  #swarm = NO_SWARM;
  #family: number = FAMILIES.length;
  #position = 0;

  constructor(swarms: SwarmTable, tables: PeerTables, visitor: StoreVisitor) {
    this.#swarms = swarms;
    this.#tables = tables;
    this.#visitor = visitor;
  }

  /** Tells of the next peers, about so many; false when there are no more. A swarm counts like a peer. */
  next(most: number): boolean {
    for (let left = most; left > 0; left -= 1) {
      const family = FAMILIES[this.#family];
      if (family === undefined) {
        if (this.#swarm + 1 >= this.#swarms.end) return false;
        this.#begin(this.#swarm + 1);
      } else if (this.#position < this.#countOf(family)) {
        this.#position += 1;
        this.#tell(family, this.#position - 1);
      } else {
        this.#family += 1;
        this.#position = 0;
      }
    }
    return true;
  }

  /** A peer has come to a place of a swarm. */
  arrived(family: Family, swarm: number, position: number): void {
    if (swarm !== this.#swarm) return;
    const own = FAMILIES.indexOf(family);
    if (own < this.#family || (own === this.#family && position < this.#position)) this.#tell(family, position);
  }

  /** A swarm has come, and has no peers yet. */
  began(swarm: number): void {
    if (swarm === this.#swarm) this.#begin(swarm);
  }

  #begin(swarm: number): void {
    this.#swarm = swarm;
    this.#family = 0;
    this.#position = 0;
    if (this.#swarms.isThere(swarm)) this.#visitor.swarm(this.#swarms, swarm);
  }

  #countOf(family: Family): number {
    return this.#tables.withPeersOf(this.#swarm, family)?.sequences.count(this.#swarm) ?? 0;
  }

  #tell(family: Family, position: number): void {
    const { columns, sequences } = this.#tables.of(family);
    const role = position < sequences.leeches(this.#swarm) ? 'leech' : 'seed';
    this.#visitor.peer(columns, sequences.slot(this.#swarm, position), role);
  }
}
