import type { Bitfield, PeerAddress } from '@seedbed/protocol';
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
  readonly limits: { readonly minRequests: number; readonly maxRequests: number };
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
  /** A bitfield is only right as the first message. */
  bitfieldAllowed = true;
  /** Whether it told us of all pieces at once, as a seed does. */
  countedAsSeed = false;
  /** Pieces it holds that we want and lack; more than none means that we are interested. */
  wanted = 0;

  readonly pipeline: RequestPipeline;
  /** Blocks that were asked for before a choke or a cancel; they may still be on their way. */
  readonly withdrawn: Set<number> = new Set();
  /** It owes us blocks and has sent none for long. */
  snubbed = false;
  /** When it last sent a block, or when it began to owe us one. */
  lastBlockAt: number;

  readonly uploads: UploadQueue = new UploadQueue();
  /** Bytes of blocks that were handed to the driver and have not left it. */
  handedOver = 0;
  /** When we last unchoked it. */
  unchokedAt: number = Number.NEGATIVE_INFINITY;
  /** Requests that made no sense. */
  badRequests = 0;

  /** Payload bytes. */
  downloaded = 0;
  uploaded = 0;
  readonly downloadRate: RateEstimator = new RateEstimator(RATE_WINDOW, 20);
  readonly uploadRate: RateEstimator = new RateEstimator(RATE_WINDOW, 20);

  lastReceivedAt: number;
  lastSentAt: number;
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
    this.lastBlockAt = start.now;
    this.lastReceivedAt = start.now;
    this.lastSentAt = start.now;
  }
}
