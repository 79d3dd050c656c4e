import type { PeerView } from '../../model/index.ts';

/** What a peer is at the moment, in one or two words. */
export function stageText(peer: Pick<PeerView, 'stage' | 'paused' | 'isComplete' | 'role'>): string {
  switch (peer.stage) {
    case 'awaited':
      return 'not here yet';
    case 'left':
      return 'has left';
    case 'killed':
      return 'killed';
    case 'running':
      if (peer.paused) return 'stands still';
      if (!peer.isComplete) return 'leech';
      return peer.role === 'seed' ? 'seed' : 'seed now';
  }
}
