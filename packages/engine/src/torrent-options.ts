import type { EventLevel } from '@seedbed/events';
import { type Bitfield, BLOCK_LENGTH, type Geometry } from '@seedbed/protocol';
import type { ChokerName } from './choker-policies.ts';
import type { PickerName } from './picker-policies.ts';

/** Collaborators and facts of one torrent. */
export interface TorrentComponents {
  readonly geometry: Geometry;
  /** Our own peer id, 20 bytes. */
  readonly peerId: Uint8Array;
  /** Pieces that are there and correct; the engine takes it over. */
  readonly have: Bitfield;
  /** Pieces to fetch, read only; the others are served if they are there. Default: all. */
  readonly wanted?: Bitfield;
  /** Tracker URLs by tier (BEP 12), already shuffled inside each tier. */
  readonly trackers: readonly (readonly string[])[];
  /** BEP 27: peers come from one tracker at a time and from nowhere else. Default: no. */
  readonly private?: boolean;
  /** Random numbers in [0, 1). */
  readonly random: () => number;
}

/** Settings of one torrent. `defaultTorrentOptions` says where each default comes from. */
export interface TorrentOptions {
  /** Who is unchoked, and which piece is started next. */
  readonly choker: ChokerName;
  readonly picker: PickerName;
  /** Unchoke slots, the optimistic one included; undefined: as many as fit the policy and the uplink (`unchokeSlots`). */
  readonly uploadSlots: number | undefined;
  /** Time between two rounds of the choker, ms. */
  readonly chokeInterval: number;
  /** Time between two optimistic unchokes, ms. */
  readonly optimisticInterval: number;
  /** A peer that owes us blocks and sent none for this long is snubbed, ms. */
  readonly snubAfter: number;
  /** Connections at most. */
  readonly maxPeers: number;
  /** Dials under way at most. */
  readonly maxHalfOpen: number;
  /** Requests in flight to one peer: at least, and at most. */
  readonly minRequests: number;
  readonly maxRequests: number;
  /** Copies of one block asked for in end game at most. */
  readonly endGameCopies: number;
  /** Bytes of started pieces at most; a single piece may be larger. */
  readonly maxUnfinishedBytes: number;
  /** Requests that one peer may have queued with us at most; more are dropped. */
  readonly maxQueuedUploads: number;
  /**
   * Useless messages of one peer that are borne at once, and again in each 20 s; a KiB of payload weighs as much as a message,
   * a choke as much as ten.
   */
  readonly maxUselessMessages: number;
  /** How much is handed to the driver ahead of the network: time of the peer's measured rate (ms), and bounds in bytes. */
  readonly writeAhead: number;
  readonly minWriteAhead: number;
  readonly maxWriteAhead: number;
  /** Peers to ask a tracker for. */
  readonly numwant: number;
  /** Silence after which a keep-alive is sent, and after which a connection is closed, ms. */
  readonly keepAliveAfter: number;
  readonly idleTimeout: number;
  /** A peer that says what BEP 3 does not know, or its bitfield late, is sent away. */
  readonly strict: boolean;
  /** A peer that holds a piece already is not told that we have it too. */
  readonly skipRedundantHaves: boolean;
  /** While all places are taken, a connection on which nobody was interested for this long gives way, ms. */
  readonly inactiveAfter: number;
  /** Events above this level are not made. */
  readonly eventLevel: EventLevel;
  /** Each decision of the choker and the picker is told with its reasons, at any level. */
  readonly traceDecisions: boolean;
}

/** The defaults, each with its reason. */
export const defaultTorrentOptions: TorrentOptions = {
  // What brings a swarm nearest to the physical bound; docs/swarm-efficiency.md says what each part does for it. BEP 3's own
  // are `bep3` and `rarest-first`.
  choker: 'turns',
  picker: 'rerouting',
  // BEP 3: four peers, "to limit the number of simultaneous uploads for good TCP performance"; one of them is the optimistic
  // one. Policies that serve in turn take as many as keep the uplink busy.
  uploadSlots: undefined,
  // BEP 3: "changing who is choked once every ten seconds" and a new optimistic unchoke every 30 s.
  chokeInterval: 10_000,
  optimisticInterval: 30_000,
  // One minute without a block: the mainline client's value, libtorrent's too.
  snubAfter: 60_000,
  // Enough for a full mesh in a swarm on one machine, and below what a home router's table holds.
  maxPeers: 200,
  // More half-open dials at once are slower, not faster; 8 is what the mainline client and libtorrent grew up with.
  maxHalfOpen: 8,
  // BEP 3 asks for "several"; 5 was its first implementation's. 250 is what clients accept that announce no `reqq`.
  minRequests: 5,
  maxRequests: 250,
  // More copies bring the end no nearer and are waste.
  endGameCopies: 4,
  // What an unfinished download may cost in memory, and at most has to be fetched again after a crash.
  maxUnfinishedBytes: 64 * 1024 * 1024,
  // Twice what well-behaved clients send us; bounds memory per peer to some 30 KiB.
  maxQueuedUploads: 500,
  // Four times the requests of the longest pipeline (500, libtorrent), which all come in vain when a choke crosses them.
  maxUselessMessages: 2_000,
  // What is handed over is beyond recall: a choke can drop only the rest. A quarter of a second keeps the socket busy.
  writeAhead: 250,
  minWriteAhead: 2 * BLOCK_LENGTH,
  // Fills the kernel's send buffer on loopback; more would only lie in our memory.
  maxWriteAhead: 2 * 1024 * 1024,
  // libtorrent's value, and the most that trackers give as a rule. Many answer with peers that came one after another: of
  // fewer, those that come at the same time would all know the same.
  numwant: 200,
  // BEP 3: "generally sent once every two minutes"; peers drop us after about 120 s, so we speak after 60 s.
  keepAliveAfter: 60_000,
  idleTimeout: 130_000,
  // Most clients know extensions that we do not, and aria2 sends bitfields late; nothing is lost by bearing it.
  strict: false,
  // BEP 3: every peer is told, after the hash was checked.
  skipRedundantHaves: false,
  // libtorrent's value: two seeds, or two peers that wait for others, may be of use to each other later.
  inactiveAfter: 600_000,
  eventLevel: 'piece',
  // As much to tell as there is to decide.
  traceDecisions: false,
};
