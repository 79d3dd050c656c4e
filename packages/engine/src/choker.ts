import type { ChokeReason, UnchokeReason } from '@seedbed/events';
import type { PeerKey } from './torrent-input.ts';

/** What a choker knows of a peer. */
export interface ChokerPeer {
  readonly key: PeerKey;
  readonly interested: boolean;
  readonly unchoked: boolean;
  /** When it was last unchoked, ms. */
  readonly unchokedAt: number;
  readonly snubbed: boolean;
  /** It holds a slot and makes no use of it; who waits may have it. */
  readonly idle: boolean;
  /** It holds nothing, and has not got a whole piece from us. */
  readonly isNewcomer: boolean;
  /** Bytes per second, of the direction by which the policy ranks. */
  readonly rate: number;
}

/** Settings of every policy; one takes what it needs. */
export interface ChokerOptions {
  /** Slots, the optimistic one included. */
  readonly uploadSlots: number;
  /** Slots for peers that hold nothing, where a policy has some. */
  readonly newcomerSlots: number;
  /** ms */
  readonly chokeInterval: number;
  /** ms */
  readonly optimisticInterval: number;
}

/** What a choker has decided. */
export interface ChokerDecision {
  /** Who is unchoked from now on, and why. All others are choked. */
  readonly unchoked: ReadonlyMap<PeerKey, UnchokeReason>;
  /** Why one of the others is choked. Asked only when somebody wants to know. */
  readonly whyChoked: (peer: ChokerPeer) => ChokeReason;
}

/**
 * Decides who may ask us for blocks. A policy is told who comes and goes, and is asked at its rounds, and between them
 * when a peer's interest changed or a slot became free.
 */
export interface Choker {
  /**
   * `exchange`: peers are ranked by what they send us and, once we have all we want, by what they take from us (BEP 3).
   * `upload`: always by what they take, and one that snubs us is none the worse for it.
   */
  readonly ranksBy: 'exchange' | 'upload';
  /** When the next round is due, ms. */
  readonly nextRound: number;
  /** The rounds begin: the first peer is there. */
  start(now: number): void;
  connected(key: PeerKey): void;
  disconnected(key: PeerKey): void;
  round(peers: readonly ChokerPeer[], now: number): ChokerDecision;
  betweenRounds(peers: readonly ChokerPeer[], now: number): ChokerDecision;
}

/** The faster first; of equals one that is interested, then the one that was unchoked longest ago. */
export const byRate = (a: ChokerPeer, b: ChokerPeer): number =>
  b.rate - a.rate || Number(b.interested) - Number(a.interested) || a.unchokedAt - b.unchokedAt || a.key - b.key;

/** Why a peer is choked under any policy that has slots; `undefined` when only the others can be the cause. */
export const ownFault = (peer: ChokerPeer): ChokeReason | undefined => {
  if (!peer.interested) return peer.unchoked ? 'lost-interest' : 'not-interested';
  if (peer.snubbed) return 'snubbed';
  return peer.idle ? 'idle' : undefined;
};
