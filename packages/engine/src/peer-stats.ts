import type { PeerAddress } from '@seedbed/protocol';
import type { PeerSession } from './peer-session.ts';

/** One connection, for people: the four flags of BEP 3, payload bytes, bytes per second over the last 20 s, counts. */
export interface PeerStats {
  /** Its printable peer id, the name in events. */
  readonly remote: string;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  /** What was dialled or, of an incoming connection, where it comes from. */
  readonly address: PeerAddress;
  readonly direction: 'outgoing' | 'incoming';
  readonly amChoking: boolean;
  readonly amInterested: boolean;
  readonly peerChoking: boolean;
  readonly peerInterested: boolean;
  /** It owes us blocks and has sent none for long. */
  readonly snubbed: boolean;
  readonly downloaded: number;
  readonly uploaded: number;
  readonly downloadRate: number;
  readonly uploadRate: number;
  /** Pieces that it holds. */
  readonly have: number;
  /** Our requests that it has not answered. */
  readonly requestsInFlight: number;
  /** Its requests that wait here. */
  readonly requestsWaiting: number;
  /** Its messages with ids that BEP 3 does not know; they were passed over. */
  readonly unknownMessages: number;
}

export const peerStats = (session: PeerSession, now: number): PeerStats => ({
  remote: session.remote,
  peerId: session.peerId,
  address: session.address,
  direction: session.direction,
  amChoking: session.amChoking,
  amInterested: session.amInterested,
  peerChoking: session.peerChoking,
  peerInterested: session.peerInterested,
  snubbed: session.snubbed,
  downloaded: session.downloaded,
  uploaded: session.uploaded,
  downloadRate: session.downloadRate.rate(now),
  uploadRate: session.uploadRate.rate(now),
  have: session.bitfield.count,
  requestsInFlight: session.pipeline.size,
  requestsWaiting: session.uploads.size,
  unknownMessages: session.unknownMessages,
});
