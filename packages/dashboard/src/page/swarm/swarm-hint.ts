import type { PeerView, StandingFault, SwarmModel } from '../../model/index.ts';
import { cutText } from './cut-text.ts';
import { progressOf } from './progress-of.ts';

/** What is worth looking at in the swarm at this moment, in one sentence. @param isField hundreds of peers, without lines */
export function swarmHint(model: SwarmModel, isField = false): string {
  const running = model.peers.filter(({ stage }) => stage === 'running');
  if (running.length === 0 && model.peers.some(({ stage }) => stage !== 'awaited'))
    return 'Everybody has left. Go back in time to see them, or press play to see it all again.';
  if (running.length === 0)
    return 'Nobody is there yet: peers come when they have announced themselves to the tracker.';
  const fault = newestFault(model);
  if (fault !== undefined) return fault;
  const leeches = running.filter(({ isComplete }) => !isComplete);
  if (leeches.length === 0) return 'Everybody is complete: squares all around. Whoever stays, seeds.';
  const missingPieces = model.availability.some((copies) => copies === 0);
  if (missingPieces)
    return 'Some pieces are with nobody who is left: without a new seed this swarm can’t be completed.';
  const mean = leeches.reduce((sum, peer) => sum + progressOf(peer), 0) / leeches.length;
  if (isField) return fieldText(leeches, running.length);
  if (mean < 0.05)
    return 'Everything comes from the seed still: each leech gets other pieces, so that soon they can trade.';
  if (mean < 0.9) return tradeText(running, model.time);
  return 'The end game: the last blocks are asked of several peers at once, and whoever is late is told to cancel.';
}

/** What was made wrong last and is so still; undefined where nothing is. */
function newestFault(model: SwarmModel): string | undefined {
  const newest = model.faults.findLast(({ peer }) => peer === '' || model.peer(peer)?.stage === 'running');
  return newest === undefined ? undefined : faultText(newest, model);
}

function faultText({ kind, peer }: StandingFault, model: SwarmModel): string {
  switch (kind) {
    case 'tracker':
      return 'The tracker is down. Whoever is connected goes on; only newcomers find nobody.';
    case 'partition':
      return `The network is ${cutText(model)}: watch each side go on with the pieces that it has.`;
    case 'corrupt':
      return `${peer} sends wrong blocks: hashes find it out, and its neighbours drop it.`;
    case 'pause':
      return `${peer} stands still: whoever waits for its blocks asks others for them after a while.`;
  }
}

function tradeText(running: readonly PeerView[], now: number): string {
  const sent = running.reduce((sum, peer) => sum + peer.uploadRate(now), 0);
  const bySeeds = running.reduce((sum, peer) => sum + (peer.role === 'seed' ? peer.uploadRate(now) : 0), 0);
  if (sent === 0)
    return 'Nothing moves at this moment, and not everybody is complete: look inside a peer to see what it waits for.';
  const share = Math.round((1 - bySeeds / sent) * 100);
  return `Follow the orange: ${share} % of what moves now comes from other leeches, not from a seed.`;
}

/** Hundreds of dots in one sentence. */
function fieldText(leeches: readonly PeerView[], running: number): string {
  const shares = leeches.map(progressOf).sort((a, b) => a - b);
  const percent = (at: number): number => Math.floor((shares[Math.floor(shares.length * at)] ?? 0) * 100);
  return `Each dot is a peer, the plan’s first in the middle, the bluer the more it has: ${running - leeches.length} of ${running} are complete, half of the others have less than ${percent(0.5)} %, a tenth less than ${percent(0.1)} %.`;
}
