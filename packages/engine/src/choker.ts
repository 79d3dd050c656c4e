import type { PeerKey } from './torrent-input.ts';

/** What a choker knows of a peer. */
export interface ChokerPeer {
  readonly key: PeerKey;
  readonly interested: boolean;
  readonly unchoked: boolean;
  /** When it was last unchoked, ms. */
  readonly unchokedAt: number;
  readonly snubbed: boolean;
  /** Bytes per second that it sends us or, when we are complete, that it takes from us. */
  readonly rate: number;
}

/** One change that a choker wants. */
export interface ChokeDecision {
  readonly key: PeerKey;
  readonly unchoke: boolean;
  /** This unchoke is the optimistic one. */
  readonly optimistic: boolean;
}

/**
 * Decides who may ask us for blocks. A policy is told who comes and goes, and is asked for changes: at its rounds, and
 * between them when a peer's interest changed or a slot became free.
 */
export interface Choker {
  /** When the next round is due, ms. */
  readonly nextRound: number;
  /** The rounds begin: the first peer is there. */
  start(now: number): void;
  connected(key: PeerKey): void;
  disconnected(key: PeerKey): void;
  round(peers: readonly ChokerPeer[], now: number): readonly ChokeDecision[];
  betweenRounds(peers: readonly ChokerPeer[], now: number): readonly ChokeDecision[];
}
