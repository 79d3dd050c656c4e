import type { ChokeDecisions } from '@seedbed/events';
import { byRate, type ChokerDecision, type ChokerPeer } from './choker.ts';
import type { PeerSession } from './peer-session.ts';
import type { PeerKey } from './torrent-input.ts';

/** A decision of the choker with all it was made of, as it is told before it is carried out. */
export function chokeTrace(
  occasion: ChokeDecisions['occasion'],
  peers: readonly ChokerPeer[],
  { unchoked, whyChoked }: ChokerDecision,
  sessions: ReadonlyMap<PeerKey, PeerSession>,
): ChokeDecisions {
  const candidates = [...peers].sort(byRate).flatMap((peer) => {
    const session = sessions.get(peer.key);
    if (session === undefined) return [];
    return {
      remote: session.remote,
      rate: Math.round(peer.rate),
      interested: peer.interested,
      snubbed: peer.snubbed,
      wasUnchoked: peer.unchoked,
      since: peer.unchoked ? session.unchokedAt : session.chokedAt,
      unchoked: unchoked.has(peer.key),
      reason: unchoked.get(peer.key) ?? whyChoked(peer),
    };
  });
  return { type: 'choke-decisions', occasion, candidates };
}
