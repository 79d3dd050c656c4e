/** What is known of a run beside its events: what the page is told first. Names are text of whoever wrote the scenario. */
export interface RunHeader {
  readonly name: string;
  /** When the time of the run's plan began, ms on the clock of the events; while it has not, when its record began. */
  readonly startedAt: number;
  /** It still runs, and its events come as they happen. */
  readonly live: boolean;
  /** Lengths are bytes. */
  readonly content: RunContent;
  /** In the order of the plan. Peers that are added later are known by their events alone. */
  readonly peers: readonly RunPeerHeader[];
  readonly bound: RunBound;
  /** What the plan does to the swarm, in order. */
  readonly timeline: readonly RunTimelineEntry[];
  readonly eventLevel: 'peer' | 'piece' | 'block';
  /** Something may be done to the swarm from here (`POST /api/actions`). */
  readonly actions: boolean;
  /** How a recorded run ended, where it left a word of it. */
  readonly ending?: RunEnding;
}

/** How a run ended, and why not well. */
export interface RunEnding {
  readonly outcome: 'verified' | 'failed' | 'interrupted';
  readonly reason: string | null;
}

export interface RunContent {
  readonly length: number;
  readonly pieceLength: number;
  readonly pieces: number;
}

/** One peer of the plan. Rates are bytes per second; one that is left out has no limit. */
export interface RunPeerHeader {
  readonly name: string;
  readonly group: string;
  readonly role: 'seed' | 'leech';
  readonly client: string;
  readonly upload?: number;
  readonly download?: number;
}

/** The least time that this swarm can take, ms since the start of the run, and what decides it. */
export type RunBound =
  | { readonly applies: true; readonly time: number; readonly by: string }
  | { readonly applies: false; readonly why: string };

/** One planned deed. */
export interface RunTimelineEntry {
  /** ms since the start of the run. */
  readonly at: number;
  readonly action: string;
  readonly peers: readonly string[];
}
