import type { HostMessage } from './host-message.ts';
import type { HostedPeer } from './hosted-peer.ts';

/** Each peer is looked at every so often, ms, unless there are many. */
const INTERVAL = 200;
/** Peers that are looked at in one interval at most: a launcher reads what all its processes tell. */
const MOST_AT_ONCE = 10;

/** Tells now and then how far the peers are that have got on. Answers how to stop. */
export function tellProgress(peers: ReadonlyMap<string, HostedPeer>, tell: (message: HostMessage) => void): () => void {
  /** Those still to be looked at in this round. */
  let round: [string, HostedPeer][] = [];
  const timer = setInterval(() => {
    if (round.length === 0) round = [...peers];
    for (const [name, peer] of round.splice(0, MOST_AT_ONCE)) {
      const progress = peer.progress();
      if (progress !== undefined) tell({ ...progress, peer: name });
    }
  }, INTERVAL);
  return () => clearInterval(timer);
}
