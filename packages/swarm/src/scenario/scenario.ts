import type { Expectation } from './expectation.ts';

/**
 * A swarm, what happens to it, and what is expected of it: a scenario as it is after its defaults. Sizes are bytes, rates
 * bytes per second (Infinity is no limit), times ms since the start of the run, shares 0 to 1.
 */
export interface Scenario {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** What is drawn by lot follows from it: content, arrivals, who of a group is meant. */
  readonly seedValue: number;
  /** The run is given up after this. */
  readonly duration?: number | undefined;
  /** Undefined: what its members need. */
  readonly network?: NetworkName | undefined;
  readonly content: ScenarioContent;
  readonly tracker: ScenarioTracker;
  readonly defaults: { readonly link: Link };
  readonly peers: readonly PeerGroup[];
  readonly timeline: readonly TimelineEntry[];
  readonly expect: readonly Expectation[];
  readonly repetitions: number;
}

/** Where the members of a run are: on this machine's loopback, or in a network namespace each. */
export const NETWORKS = ['loopback', 'namespaces'] as const;

export type NetworkName = (typeof NETWORKS)[number];

export type ScenarioContent =
  | { readonly size: number; readonly files: number; readonly pieceLength?: number | undefined }
  | { readonly path: string; readonly pieceLength?: number | undefined };

export interface ScenarioTracker {
  readonly interval: number;
  readonly udp: boolean;
}

/** The access line of one peer, shared by all its connections. */
export interface Link {
  readonly upload: number;
  readonly download: number;
  /** One way, between the peer and the network. */
  readonly latency: number;
  readonly jitter: number;
  /** Share of chunks that come a retransmission later, as lost ones do over TCP. */
  readonly loss: number;
}

export type LinkChange = { readonly [Field in keyof Link]?: Link[Field] | undefined };

/** Real clients that can be members of a swarm. */
export const CLIENTS = ['seedbed', 'transmission', 'aria2', 'libtorrent', 'webtorrent'] as const;

export type ClientName = (typeof CLIENTS)[number];

/** Peers that are alike: NAME-1 to NAME-COUNT. What is undefined is the daemon's default. */
export interface PeerGroup {
  readonly name: string;
  readonly role: 'seed' | 'leech';
  readonly count: number;
  readonly client: ClientName;
  readonly link: LinkChange;
  readonly choker?: string | undefined;
  readonly picker?: string | undefined;
  readonly slots?: number | undefined;
  readonly storage: 'file' | 'memory' | 'synthetic';
  /** Before the first of them may come. */
  readonly delay: number;
  readonly arrival: Arrival;
  readonly departure: Departure;
}

/** When the peers of a group come. Rates are arrivals per second. */
export type Arrival =
  | { readonly kind: 'at-once' }
  | { readonly kind: 'poisson'; readonly rate: number }
  /** As many as at the peak at first, half as many after each half-life. */
  | { readonly kind: 'flash-crowd'; readonly peak: number; readonly halfLife: number }
  | { readonly kind: 'times'; readonly times: readonly number[] }
  /** A file with one time a line, in seconds. */
  | { readonly kind: 'trace'; readonly file: string };

/** Whether and how the peers of a group leave. */
export type Departure =
  | { readonly kind: 'never' }
  | {
      readonly kind: 'leaves';
      readonly when: DepartureOccasion;
      /** How long it stays on after that. */
      readonly after: number;
      /** Share of the peers that leave so. */
      readonly probability: number;
      readonly how: 'order' | 'killed';
    };

type DepartureOccasion =
  | { readonly kind: 'complete' }
  /** After its arrival. */
  | { readonly kind: 'time'; readonly time: number }
  /** Of bytes sent to the size of the content. */
  | { readonly kind: 'ratio'; readonly ratio: number };

/** A peer, a group, or some of a group. */
export type Target = string | { readonly group: string; readonly count: number };

/** One thing that happens at a time of the run. */
export interface TimelineEntry {
  readonly at: number;
  readonly action: TimelineAction;
  /** It is undone after so long. */
  readonly for?: number | undefined;
}

export type TimelineAction =
  | { readonly kind: TargetedAction; readonly targets: readonly Target[] }
  | { readonly kind: 'link'; readonly targets: readonly Target[]; readonly to: LinkChange }
  | { readonly kind: 'partition'; readonly sides: readonly (readonly Target[])[] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'tracker'; readonly state: TrackerState };

export type TargetedAction = 'kill' | 'stop' | 'pause' | 'resume' | 'restart' | 'corrupt' | 'diskFull';

export type TrackerState = 'down' | 'up' | { readonly fault: string };
