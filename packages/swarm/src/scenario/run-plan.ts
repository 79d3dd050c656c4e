import type { Link, LinkChange, PeerGroup, TargetedAction, TrackerState } from './scenario.ts';

/** One peer of a run, with everything that lots decide about it. Times are ms since the start of the run. */
export interface PlannedPeer {
  readonly name: string;
  readonly group: string;
  readonly role: 'seed' | 'leech';
  readonly client: PeerGroup['client'];
  readonly storage: PeerGroup['storage'];
  readonly choker?: string | undefined;
  readonly picker?: string | undefined;
  readonly slots?: number | undefined;
  readonly link: Link;
  readonly arrival: number;
  /** Undefined: it stays. */
  readonly departure?: PlannedDeparture | undefined;
}

/** How one peer leaves: `after` ms behind the occasion. */
export interface PlannedDeparture {
  readonly when: 'complete' | { readonly sent: number } | { readonly time: number };
  readonly after: number;
  readonly how: 'order' | 'killed';
}

/** One thing that is done at a time of the run, to peers by their names. */
export type PlannedAction =
  | { readonly kind: TargetedAction | 'diskRoom'; readonly peers: readonly string[] }
  /** What `to` leaves out stays; `back` gives each peer the link of its plan again. */
  | { readonly kind: 'link'; readonly peers: readonly string[]; readonly to: LinkChange | 'back' }
  | { readonly kind: 'partition'; readonly sides: readonly (readonly string[])[] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'tracker'; readonly state: TrackerState };

export interface PlannedEvent {
  readonly at: number;
  readonly action: PlannedAction;
}

/** A scenario and a seed value made definite: the same two give the same plan, byte for byte. */
export interface RunPlan {
  readonly peers: readonly PlannedPeer[];
  /** In the order of their times; of two at one time, in the order of the file. */
  readonly timeline: readonly PlannedEvent[];
}
