import { PeerTable, type PeerTableOptions } from './peer-table.ts';
import { FAMILIES, type Family, type Swarm } from './swarm.ts';

/** A table for each address family, made when its first peer comes: most trackers never see one of the two. */
export class PeerTables {
  readonly #options: Omit<PeerTableOptions, 'addressBytes'>;
  readonly #tables: Record<Family, PeerTable | undefined> = { ipv4: undefined, ipv6: undefined };
  #onArrival: PeerTable['onArrival'];

  constructor(options: Omit<PeerTableOptions, 'addressBytes'>) {
    this.#options = options;
  }

  of(family: Family): PeerTable {
    const known = this.#tables[family];
    if (known !== undefined) return known;
    const table = new PeerTable({ ...this.#options, addressBytes: family === 'ipv4' ? 6 : 18 });
    table.onArrival = this.#onArrival;
    this.#tables[family] = table;
    return table;
  }

  /** Peers in both. */
  get count(): number {
    return (this.#tables.ipv4?.count ?? 0) + (this.#tables.ipv6?.count ?? 0);
  }

  /** Leeches in both. */
  get leeches(): number {
    return (this.#tables.ipv4?.leeches ?? 0) + (this.#tables.ipv6?.leeches ?? 0);
  }

  /** Told by both whenever a peer has come to a position. */
  set onArrival(told: PeerTable['onArrival']) {
    this.#onArrival = told;
    for (const family of FAMILIES) {
      const table = this.#tables[family];
      if (table !== undefined) table.onArrival = told;
    }
  }

  /** Throws unless each table holds what it promises. @param swarms all that there are. */
  checkInvariants(swarms: readonly Swarm[]): void {
    for (const family of FAMILIES) {
      const sequences = swarms.map((swarm) => swarm[family]).filter((sequence) => sequence !== undefined);
      this.#tables[family]?.checkInvariants(sequences);
    }
  }
}
