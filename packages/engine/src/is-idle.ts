import { BLOCK_LENGTH } from '@seedbed/protocol';
import type { PeerSession } from './peer-session.ts';

/** Somebody who is unchoked asks within a round trip, and goes on asking before what it was sent has come, ms. */
const ASKS_WITHIN = 2_000;
/** Somebody who takes none of what it is sent for this long does not read, ms, and longer where a block takes long. */
const TAKES_WITHIN = 5_000;
const TAKES_WITHIN_BLOCKS = 8;

/**
 * Whether a peer makes no use of its unchoke slot: it asks for nothing, or takes nothing. A process that stands still is
 * such a peer, and so is one that has asked others for all that we hold. Its rate, an average of 20 s, shows that late.
 *
 * @param uplink bytes per second
 */
export function isIdle(session: PeerSession, uplink: number, now: number): boolean {
  const { amChoking, peerInterested, unchokedAt, lastAskedAt, lastLeftAt } = session;
  if (amChoking || !peerInterested) return false;
  if (session.handedOver > 0) {
    const patience = Math.max(TAKES_WITHIN, (TAKES_WITHIN_BLOCKS * BLOCK_LENGTH * 1_000) / uplink);
    return now - Math.max(unchokedAt, lastLeftAt) >= patience;
  }
  return session.uploads.size === 0 && now - Math.max(unchokedAt, lastAskedAt, lastLeftAt) >= ASKS_WITHIN;
}
