import type { HostMessage, PeerMessage } from './host-message.ts';
import type { HostedPeer } from './hosted-peer.ts';

/** Pause between two of the looks that a round is made of, ms. */
const STEP = 200;
/** Peers that are looked at in one step at most: a launcher reads what all its processes tell. */
const MOST_AT_ONCE = 20;

/**
 * Looks at all peers in turn, and tells of those that have something to tell. Answers how to stop.
 *
 * @param interval ms from one round to the next, longer where there are many peers
 */
export function tellInRounds(
  peers: ReadonlyMap<string, HostedPeer>,
  interval: number,
  look: (peer: HostedPeer) => PeerMessage | undefined,
  tell: (message: HostMessage) => void,
): () => void {
  /** Those still to be looked at in this round. */
  let round: [string, HostedPeer][] = [];
  let steps = 0;
  const timer = setInterval(() => {
    steps++;
    if (round.length === 0 && steps * STEP >= interval) {
      round = [...peers];
      steps = 0;
    }
    for (const [name, peer] of round.splice(0, MOST_AT_ONCE)) {
      const message = look(peer);
      // It may have gone while others were looked at.
      if (message !== undefined && peers.get(name) === peer) tell({ ...message, peer: name });
    }
  }, STEP);
  return () => clearInterval(timer);
}
