/** What the swarm shares: content that is made up from a seed value, or what the user already has. */
export type ContentPlan =
  | { readonly kind: 'generated'; readonly size: number; readonly seedValue: number }
  | { readonly kind: 'path'; readonly path: string };

/** How peers get their addresses: one of 127/8 each, or 127.0.0.1 for all with a port each. */
export type AddressMode = 'own' | 'shared';

/** Everything that is decided before a run begins. Sizes are bytes, rates bytes per second, times milliseconds. */
export interface SwarmPlan {
  readonly seeds: number;
  readonly leeches: number;
  readonly content: ContentPlan;
  /** Undefined: chosen from the length of the content. */
  readonly pieceLength: number | undefined;
  /** Of each peer, in each direction; undefined is no limit. */
  readonly uploadLimit: number | undefined;
  readonly downloadLimit: number | undefined;
  /** Undefined: an address each, where the machine lets us bind them. */
  readonly addresses: AddressMode | undefined;
  /** The folder of the run. It is made; what is there already must be empty. */
  readonly folder: string;
  /** Keep the content of the peers after it was checked. */
  readonly keep: boolean;
  /** Without any progress for this long a run is given up; longer where the links are slow (`stallTime`). */
  readonly stallAfter: number;
}
