import type { ChokeDecisions, PiecePicked } from './decision.ts';
import type { WireMessage } from './wire-message.ts';

/**
 * The one vocabulary in which everything that happens in a swarm is told, whichever driver runs it: daemons on real
 * sockets or engines in virtual time. Reports, assertions, the dashboard and replay read these events and nothing else.
 *
 * A peer reports what it sees from its own side. Other peers are named by `remote`: their peer id, printable
 * (`printableId` of the protocol package), so that foreign clients have names too.
 */

/** How much of a run is told; each level includes the ones before it. */
export type EventLevel = 'peer' | 'piece' | 'block';

/** Whether a message was sent or received by the peer that reports it. */
export type Direction = 'sent' | 'received';

/** Bytes of payload received from one remote peer. */
export interface SourceBytes {
  readonly remote: string;
  readonly bytes: number;
}

/** Level `peer`: a peer begins to take part. */
export interface PeerStarted {
  readonly type: 'peer-started';
  readonly peerId: string;
  /** Where it listens, `ip:port`. */
  readonly address: string;
  readonly infoHash: string;
  readonly pieces: number;
  readonly pieceLength: number;
  readonly length: number;
  /** Pieces that were there and correct at the start. */
  readonly have: number;
}

/** Level `peer`: every wanted piece is verified and on disk; never told by a peer that started complete. */
export interface Completed {
  readonly type: 'completed';
  /** Payload bytes received, wasted ones included. */
  readonly downloaded: number;
  readonly uploaded: number;
  /** Payload bytes received in vain: duplicates of end game, pieces that failed their hash, blocks nobody asked for. */
  readonly wasted: number;
  readonly sources: readonly SourceBytes[];
}

/** Level `peer`: the peer left in order. */
export interface PeerStopped {
  readonly type: 'peer-stopped';
  readonly downloaded: number;
  readonly uploaded: number;
}

/** Level `peer`: a tracker answered. */
export interface Announced {
  readonly type: 'announced';
  readonly tracker: string;
  readonly event: 'started' | 'completed' | 'stopped' | 'periodic';
  /** Peers in the answer. */
  readonly peers: number;
  /** What the tracker has to say to the user beside its answer (`warning message`). */
  readonly warning?: string;
}

/** Level `peer`: a tracker did not answer, or answered with a failure reason. */
export interface AnnounceFailed {
  readonly type: 'announce-failed';
  readonly tracker: string;
  readonly event: 'started' | 'completed' | 'stopped' | 'periodic';
  readonly reason: string;
}

/** What an announce says, as the tracker tells it: the other side of `announced`. */
interface AnnounceHeard {
  /** Peer id, printable. */
  readonly remote: string;
  /** Where it came from with the port that it claims, `ip:port`. */
  readonly address: string;
  readonly infoHash: string;
  readonly event: 'started' | 'completed' | 'stopped' | 'periodic';
  /** Payload bytes, by the peer's own words. */
  readonly uploaded: number;
  readonly downloaded: number;
  readonly left: number;
}

/** Level `peer`: a tracker answered an announce. */
export interface AnnounceServed extends AnnounceHeard {
  readonly type: 'announce-served';
  /** Peers in the answer. */
  readonly peers: number;
  /** Seeds and leeches of the swarm afterwards. */
  readonly complete: number;
  readonly incomplete: number;
}

/**
 * Level `peer`: a tracker answered an announce with a failure reason. Of one that it did not understand it tells where it came
 * from, and nothing of what it says.
 */
export interface AnnounceRefused extends Partial<AnnounceHeard> {
  readonly type: 'announce-refused';
  /** As of `AnnounceHeard`; the IP address alone when the announce was not understood. */
  readonly address: string;
  readonly reason: string;
}

/** Level `peer`: something outside the protocol went wrong, for example a full disk. */
export interface Fault {
  readonly type: 'fault';
  readonly reason: string;
}

/** Level `peer`: events of this peer came to nobody, because whoever reads them is too slow. */
export interface EventsLost {
  readonly type: 'events-lost';
  readonly count: number;
}

/** Level `peer`: a launcher did something to peers of its run, or to the network or the tracker between them. */
export interface RunAction {
  readonly type: 'run-action';
  /** What was done: `start`, `kill`, `pause`, `link`, `partition`, `tracker` and so on. */
  readonly action: string;
  /** Names of the peers that it was done to; empty where it was done to none. */
  readonly peers: readonly string[];
  /** More about it, for people; may be empty. Of a `partition` its sides: ` | ` between them, a space between names. */
  readonly detail: string;
}

/** Level `peer`: a run has come to its next part. */
export interface RunPhase {
  readonly type: 'run-phase';
  readonly phase: string;
}

/** Level `piece`: a connection is open and both handshakes are in. */
export interface Connected {
  readonly type: 'connected';
  readonly remote: string;
  readonly address: string;
  readonly direction: 'outgoing' | 'incoming';
}

/** Level `piece`: a connection ended; the bytes are payload over its whole life. */
export interface Disconnected {
  readonly type: 'disconnected';
  readonly remote: string;
  readonly reason: string;
  readonly downloaded: number;
  readonly uploaded: number;
}

/** Level `piece`. */
export interface Choke {
  readonly type: 'choke';
  readonly remote: string;
  readonly direction: Direction;
}

/** Level `piece`. */
export interface Unchoke {
  readonly type: 'unchoke';
  readonly remote: string;
  readonly direction: Direction;
  /** Only on those sent: this unchoke is the optimistic one. */
  readonly optimistic?: boolean;
}

/** Level `piece`. */
export interface Interest {
  readonly type: 'interested' | 'not-interested';
  readonly remote: string;
  readonly direction: Direction;
}

/** Level `piece`: a piece passed its hash and is on disk. */
export interface PieceVerified {
  readonly type: 'piece';
  readonly piece: number;
  /** Verified pieces after this one. */
  readonly have: number;
  readonly sources: readonly SourceBytes[];
}

/** Level `piece`: a piece failed its hash. */
export interface PieceCorrupt {
  readonly type: 'piece-corrupt';
  readonly piece: number;
  readonly sources: readonly SourceBytes[];
}

/** Level `piece`: `have` was sent to every connected peer. */
export interface Have {
  readonly type: 'have';
  readonly piece: number;
  readonly peers: number;
}

/** Level `block`: a block was asked for or taken back by this peer, or arrived at it. */
export interface BlockEvent {
  readonly type: 'request' | 'cancel' | 'block';
  readonly remote: string;
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
}

/** What happened, without the time and the name of the peer that tells it. */
export type SwarmEventBody =
  | PeerStarted
  | Completed
  | PeerStopped
  | Announced
  | AnnounceFailed
  | AnnounceServed
  | AnnounceRefused
  | Fault
  | EventsLost
  | RunAction
  | RunPhase
  | Connected
  | Disconnected
  | Choke
  | Unchoke
  | Interest
  | PieceVerified
  | PieceCorrupt
  | Have
  | BlockEvent
  | ChokeDecisions
  | PiecePicked
  | WireMessage;

/** One event of a swarm. */
export type SwarmEvent = SwarmEventBody & {
  /** Milliseconds of the monotonic clock that all processes of the machine share (or of virtual time). */
  readonly t: number;
  /** Name of the peer that tells it, unique in a run: `seed-1`, `leech-3`; of a tracker `tracker`, of a launcher `launcher`. */
  readonly peer: string;
};
