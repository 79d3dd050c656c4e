/** One peer of a run as it was planned. Rates are bytes per second; undefined is no limit. */
export interface PeerFacts {
  readonly name: string;
  /** Peers of one group have the same link and the same policies. */
  readonly group: string;
  readonly role: 'seed' | 'leech';
  readonly upload: number | undefined;
  readonly download: number | undefined;
}

/** What is known of a run before its first event. */
export interface RunFacts {
  /** Bytes of the content. */
  readonly length: number;
  readonly pieceLength: number;
  readonly peers: readonly PeerFacts[];
  /** Why the bound of theory says nothing of this run, although its links are limited, whatever is done to it. */
  readonly unbound?: string;
}
