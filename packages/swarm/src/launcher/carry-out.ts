import { formatDuration, formatRate } from '@seedbed/settings';
import type { PlannedAction } from '../scenario/run-plan.ts';
import type { LinkChange } from '../scenario/scenario.ts';
import type { RunPeer } from './run-peer.ts';
import type { RunTracker } from './run-tracker.ts';
import { unreachablePeers } from './unreachable-peers.ts';

/** What the actions of a plan are done to. */
export interface Scene {
  readonly peers: ReadonlyMap<string, RunPeer>;
  readonly addressOf: (peer: string) => string;
  readonly tracker: RunTracker;
  /** Tells what was done, and to whom. */
  readonly tell: (action: string, peers: readonly string[], detail: string) => void;
}

/**
 * Does one thing that the plan wants. It is told before it is done, so that in the record whatever comes of it stands behind
 * it. What takes its time goes on by itself.
 */
export function carryOut(action: PlannedAction, scene: Scene): void {
  switch (action.kind) {
    case 'tracker':
      scene.tell('tracker', [], typeof action.state === 'string' ? action.state : action.state.fault);
      return scene.tracker.become(action.state);
    case 'partition':
      scene.tell('partition', action.sides.flat(), action.sides.map((side) => side.join(' ')).join(' | '));
      return cut(scene, unreachablePeers(action.sides));
    case 'heal':
      scene.tell('heal', [], '');
      return cut(scene, new Map());
    case 'link':
      scene.tell('link', action.peers, action.to === 'back' ? 'as planned' : describeChange(action.to));
      for (const peer of named(action.peers, scene)) peer.changeLink(action.to);
      return;
    default:
      scene.tell(action.kind, action.peers, '');
      for (const peer of named(action.peers, scene)) TO_ONE_PEER[action.kind](peer);
  }
}

type ToOnePeer = Exclude<PlannedAction['kind'], 'tracker' | 'partition' | 'heal' | 'link'>;

const TO_ONE_PEER: { readonly [Kind in ToOnePeer]: (peer: RunPeer) => void } = {
  kill: (peer) => peer.kill(),
  stop: (peer) => peer.leave('order'),
  pause: (peer) => peer.pause(),
  resume: (peer) => peer.resume(),
  restart: (peer) => peer.restart(),
  corrupt: (peer) => peer.corrupt(),
  diskFull: (peer) => peer.fillDisk(true),
  diskRoom: (peer) => peer.fillDisk(false),
};

function cut({ peers, addressOf }: Scene, unreachable: ReadonlyMap<string, readonly string[]>): void {
  for (const [name, peer] of peers) peer.cutOff((unreachable.get(name) ?? []).map(addressOf));
}

const named = (names: readonly string[], { peers }: Scene): RunPeer[] =>
  names.map((name) => peers.get(name)).filter((peer) => peer !== undefined);

function describeChange({ upload, download, latency, jitter, loss }: LinkChange): string {
  return [
    upload !== undefined && `upload ${rateOf(upload)}`,
    download !== undefined && `download ${rateOf(download)}`,
    latency !== undefined && `latency ${formatDuration(latency)}`,
    jitter !== undefined && `jitter ${formatDuration(jitter)}`,
    loss !== undefined && `loss ${loss}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

const rateOf = (rate: number): string => (Number.isFinite(rate) ? formatRate(rate) : 'unlimited');
