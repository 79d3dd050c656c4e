/**
 * What a report shows of one run, small enough to be put into its page: all curves have a bounded number of points.
 * Times are ms since the start of the run, sizes bytes, rates bytes per second.
 */
export interface ReportModel {
  /** What the run is called in this report: unique in it. */
  readonly name: string;
  /** The last moment that is shown. */
  readonly end: number;
  /** The least time that theory leaves, where it says something. */
  readonly bound: number | null;
  /** Of the content. */
  readonly pieces: number;
  readonly pieceLength: number;
  readonly groups: readonly ReportGroup[];
  readonly peers: readonly ReportPeer[];
  readonly moments: readonly Moment[];
  readonly progress: PieceProgress;
  readonly rates: GroupRates;
  readonly availability: Availability;
  readonly exchange: Exchange;
  readonly unchokes: Unchokes;
  readonly tracker: TrackerSide;
}

/** Peers with the same link and the same policies. */
export interface ReportGroup {
  readonly name: string;
  readonly role: 'seed' | 'leech';
  readonly count: number;
  /** What the uplinks of all its members carry together as planned; null is no limit. */
  readonly upload: number | null;
  /** Clients of others, which do not say from whom they got what. */
  readonly isForeign: boolean;
}

export interface ReportPeer {
  readonly name: string;
  /** Its place in `groups`. */
  readonly group: number;
  readonly role: 'seed' | 'leech';
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly leftAt: number | null;
}

/** What kind of thing happened, which decides how it is marked on the axes of time. */
export type MomentKind = 'arrival' | 'departure' | 'fault' | 'relief' | 'trouble';

/** Something that happened to the run, beside what its peers do all the time. */
export interface Moment {
  readonly t: number;
  readonly kind: MomentKind;
  /** In words, with the names of at most a few peers. */
  readonly text: string;
}

/** Verified pieces of each peer; a row for each of `peers`, a column for each of `times`. */
export interface PieceProgress {
  readonly times: readonly number[];
  readonly have: readonly (readonly number[])[];
}

/** Payload per second of whole groups; a row for each of `groups`. Each time is the middle of a span. */
export interface GroupRates {
  readonly times: readonly number[];
  readonly sent: readonly (readonly number[])[];
  readonly received: readonly (readonly number[])[];
}

/** Copies of a piece among the peers that are there. */
export interface Availability {
  readonly times: readonly number[];
  /** Of the rarest piece. */
  readonly least: readonly number[];
  /** Over all pieces. */
  readonly mean: readonly number[];
}

/** Who sent how much to whom; of many peers some are taken together. */
export interface Exchange {
  readonly labels: readonly string[];
  /** The place in `groups` of each label. */
  readonly groups: readonly number[];
  /** A row for each sender, a column for each receiver. */
  readonly bytes: readonly (readonly number[])[];
}

/** Spans in which a peer had unchoked another: `[remote, from, to, optimistic]`, `remote` by its place in `remotes`. */
export type UnchokeSpan = readonly [remote: number, from: number, to: number, optimistic: 0 | 1];

export interface Unchokes {
  readonly remotes: readonly string[];
  /** The peers whose spans are kept. */
  readonly peers: readonly { readonly peer: string; readonly spans: readonly UnchokeSpan[] }[];
  /** Peers whose spans were left out, because there are too many. */
  readonly leftOut: number;
}

/** What the tracker saw. */
export interface TrackerSide {
  readonly times: readonly number[];
  readonly seeds: readonly number[];
  readonly leeches: readonly number[];
  /** Announces answered, and those refused or unanswered, in the span that begins at each time. */
  readonly answered: readonly number[];
  readonly failed: readonly number[];
}
