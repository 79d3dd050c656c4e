import type { UnchokeReason } from '@seedbed/events';
import { type Choker, type ChokerDecision, type ChokerOptions, type ChokerPeer, ownFault } from './choker.ts';
import type { PeerKey } from './torrent-input.ts';

/**
 * Chokes nobody, however many there are: `uploadSlots` means nothing to it. On fast links among friends there is nothing
 * to divide and nobody to be wary of, and for experiments it shows what choking does. Peers that come are unchoked with
 * the next decision: when anybody's interest changes, or at the next round.
 */
export class AllChoker implements Choker {
  readonly ranksBy: Choker['ranksBy'] = 'upload';
  nextRound: number = Number.NEGATIVE_INFINITY;
  readonly #interval: number;

  constructor({ chokeInterval }: ChokerOptions) {
    this.#interval = chokeInterval;
  }

  start(now: number): void {
    this.nextRound = now + this.#interval;
  }

  connected(): void {}

  disconnected(): void {}

  round(peers: readonly ChokerPeer[], now: number): ChokerDecision {
    this.nextRound = now + this.#interval;
    return this.betweenRounds(peers);
  }

  betweenRounds(peers: readonly ChokerPeer[]): ChokerDecision {
    return {
      unchoked: new Map<PeerKey, UnchokeReason>(peers.map((peer) => [peer.key, 'everyone'])),
      // Nobody is, so this is never asked.
      whyChoked: (peer) => ownFault(peer) ?? 'no-free-slot',
    };
  }
}
