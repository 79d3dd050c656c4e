import type { Bitfield, PeerAddress } from '@seedbed/protocol';
import { Forbearance } from './forbearance.ts';
import { RateEstimator } from './rate-estimator.ts';
import { RequestPipeline } from './request-pipeline.ts';
import type { PeerKey } from './torrent-input.ts';
import { UploadQueue } from './upload-queue.ts';

/** BEP 3: "a 20-second rolling average". */
const RATE_WINDOW = 20_000;

/** What is fixed when a connection begins. */
export interface SessionStart {
  readonly key: PeerKey;
  readonly address: PeerAddress;
  readonly direction: 'outgoing' | 'incoming';
  readonly peerId: Uint8Array;
  /** Its printable peer id, the name in events. */
  readonly remote: string;
  /** What it holds: nothing, until it says otherwise. */
  readonly bitfield: Bitfield;
  readonly limits: { readonly minRequests: number; readonly maxRequests: number; readonly maxUselessMessages: number };
  /** Pieces that we have. */
  readonly have: number;
  readonly now: number;
}

/**
 * Our side of one connection. A connection begins choked and not interested on both sides (BEP 3); whoever changes one
 * of the four flags tells the peer, or was told by it.
 */
export class PeerSession {
  readonly key: PeerKey;
  readonly address: PeerAddress;
  readonly direction: 'outgoing' | 'incoming';
  readonly peerId: Uint8Array;
  readonly remote: string;

  amChoking = true;
  amInterested = false;
  peerChoking = true;
  peerInterested = false;

  /** Pieces the peer holds. */
  bitfield: Bitfield;
  /** It told us of all pieces at once, as a seed does. They are not counted one by one. */
  countedAsSeed = false;
  /** Pieces it holds that we want and lack; more than none means that we are interested. */
  wanted = 0;

  /** None of the pieces it holds is open: looking through them again would be in vain. */
  noneOpen = false;
  /** `Pieces.changes` when nothing was found to ask it for, and no copy of anything: until that grows nothing can be. */
  foundNothingAt = -1;
  foundNoCopyAt = -1;

  readonly pipeline: RequestPipeline;
  /** Blocks that were asked for before a choke or a cancel; they may still be on their way. */
  readonly withdrawn: Set<number> = new Set();
  /** It owes us blocks and has sent none for long. */
  snubbed = false;
  /** When it last sent a block, or when it began to owe us one. */
  lastBlockAt: number;

  readonly uploads: UploadQueue = new UploadQueue();
  /** When it last asked for a block that it may have. */
  lastAskedAt: number = Number.NEGATIVE_INFINITY;
  /** Bytes of blocks that were handed to the driver and have not left it. */
  handedOver = 0;
  /** When the last of them left, or the first was handed over. */
  lastLeftAt: number = Number.NEGATIVE_INFINITY;
  /** Pieces of which some was handed over for it, with the bytes that were. */
  readonly begun: Map<number, number> = new Map();
  /** Its place in the order in which peers were last served. */
  servedAt = 0;
  /** When we last unchoked it. */
  unchokedAt: number = Number.NEGATIVE_INFINITY;
  /** When we last choked it; a connection begins choked. */
  chokedAt: number;
  /** Requests that made no sense (length 0, or outside of the piece). */
  badRequests = 0;
  /** It has sent a message that is no keep-alive. */
  hasSpoken = false;
  /** Messages with ids that BEP 3 does not know. */
  unknownMessages = 0;
  /** How much it may still send that is of no use. */
  readonly forbearance: Forbearance;
  /** `bitfield` messages; `have`s that told something; how often its interest changed. */
  bitfields = 0;
  haves = 0;
  interestChanges = 0;
  /** Pieces that we had when it came. */
  readonly haveAtStart: number;

  /** Payload bytes. */
  downloaded = 0;
  uploaded = 0;
  readonly downloadRate: RateEstimator = new RateEstimator(RATE_WINDOW, 20);
  readonly uploadRate: RateEstimator = new RateEstimator(RATE_WINDOW, 20);

  lastReceivedAt: number;
  lastSentAt: number;
  /** When one of us was interested in the other last. */
  lastOfUseAt: number;
  /** Somebody came in its name: it is to be spoken to once more, so that a dead connection breaks. */
  isDoubted = false;
  /** It is to take the place of an older connection to the same peer, and nothing has come over it yet. */
  isUnproven = false;
  /** We have asked the driver to end it. */
  closing = false;

  constructor(start: SessionStart) {
    this.key = start.key;
    this.address = start.address;
    this.direction = start.direction;
    this.peerId = start.peerId;
    this.remote = start.remote;
    this.bitfield = start.bitfield;
    this.pipeline = new RequestPipeline(start.limits);
    this.downloadRate.begin(start.now);
    this.uploadRate.begin(start.now);
    this.chokedAt = start.now;
    this.lastBlockAt = start.now;
    this.lastReceivedAt = start.now;
    this.lastSentAt = start.now;
    this.lastOfUseAt = start.now;
    this.forbearance = new Forbearance(start.limits.maxUselessMessages, start.now);
    this.haveAtStart = start.have;
  }

  /** It holds nothing, and has not got a whole piece from us, so that nobody remains one who never tells what it holds. */
  isNewcomer(pieceLength: number): boolean {
    return this.bitfield.isEmpty && this.uploaded < pieceLength;
  }

  /** It holds something that it did not hold before. */
  foundNew(): void {
    this.noneOpen = false;
    this.foundNothingAt = -1;
    this.foundNoCopyAt = -1;
  }

  /** We stood still for so long, ms, and could hear nothing: what it said meanwhile is still to be read. */
  forgive(time: number, now: number): void {
    this.lastReceivedAt = Math.min(now, this.lastReceivedAt + time);
    this.lastBlockAt = Math.min(now, this.lastBlockAt + time);
  }

  /** For tests: throws when the flags and what follows from them disagree. */
  checkInvariants(): void {
    if (this.amInterested !== this.wanted > 0 && !this.closing)
      throw new Error(`${this.key} is told the wrong interest`);
    if (this.amChoking && this.uploads.size > 0) throw new Error(`${this.key} is choked and has requests waiting`);
    if (this.closing && this.uploads.size > 0) throw new Error(`${this.key} is closing and has requests waiting`);
    if (this.handedOver < 0) throw new Error(`${this.key} was sent more than was handed over`);
    const isAsked = this.pipeline.size > 0;
    if (isAsked && this.peerChoking) throw new Error(`${this.key} is asked in vain`);
    if (isAsked && !this.amInterested) throw new Error(`${this.key} is asked without interest`);
  }
}
