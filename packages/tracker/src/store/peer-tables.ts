import { PeerTable, type PeerTableOptions } from './peer-table.ts';

/** The two families that peers are kept and sent in, apart from each other. */
export const FAMILIES = ['ipv4', 'ipv6'] as const;

export type Family = (typeof FAMILIES)[number];

/** Told where a peer has come to. */
export type OnArrival = (family: Family, swarm: number, position: number) => void;

/** A table for each address family, made when its first peer comes: most trackers never see one of the two. */
export class PeerTables {
  readonly #options: Omit<PeerTableOptions, 'addressBytes'>;
  readonly #tables: Record<Family, PeerTable | undefined> = { ipv4: undefined, ipv6: undefined };
  #onArrival: OnArrival | undefined;

  constructor(options: Omit<PeerTableOptions, 'addressBytes'>) {
    this.#options = options;
  }

  of(family: Family): PeerTable {
    const known = this.#tables[family];
    if (known !== undefined) return known;
    const table = new PeerTable({ ...this.#options, addressBytes: family === 'ipv4' ? 6 : 18 });
    this.#tables[family] = table;
    this.#tell(family, table);
    return table;
  }

  /** Peers of a swarm, of both families. */
  size(swarm: number): number {
    return (this.#tables.ipv4?.sequences.count(swarm) ?? 0) + (this.#tables.ipv6?.sequences.count(swarm) ?? 0);
  }

  /** Leeches of a swarm, of both families. */
  leechesOf(swarm: number): number {
    return (this.#tables.ipv4?.sequences.leeches(swarm) ?? 0) + (this.#tables.ipv6?.sequences.leeches(swarm) ?? 0);
  }

  /** The table of a family if a swarm has peers there. */
  withPeersOf(swarm: number, family: Family): PeerTable | undefined {
    const table = this.#tables[family];
    return table !== undefined && table.sequences.count(swarm) > 0 ? table : undefined;
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
  set onArrival(told: OnArrival | undefined) {
    this.#onArrival = told;
    for (const family of FAMILIES) {
      const table = this.#tables[family];
      if (table !== undefined) this.#tell(family, table);
    }
  }

  /** Throws unless each table holds what it promises. @param swarms all that there are. */
  checkInvariants(swarms: readonly number[]): void {
    for (const family of FAMILIES) this.#tables[family]?.checkInvariants(swarms);
  }

  #tell(family: Family, table: PeerTable): void {
    const told = this.#onArrival;
    table.onArrival = told && ((swarm, position) => told(family, swarm, position));
  }
}
