import type { PlannedAction } from '../scenario/run-plan.ts';
import type { RunPeer } from './run-peer.ts';
import { HandActionError } from './run-watch.ts';

/** What has to be known of a peer to whom something shall be done. */
type Target = Pick<RunPeer, 'isThere' | 'sharesProcess'> & { readonly plan: Pick<RunPeer['plan'], 'client'> };

/** Whether something may be done to a peer by hand as it is now. @throws HandActionError when not */
export function checkHandAction(action: PlannedAction, peers: ReadonlyMap<string, Target>): void {
  for (const name of namedIn(action)) {
    const peer = peers.get(name);
    if (peer === undefined) throw new HandActionError(`there is no peer ${JSON.stringify(name)} in this run`);
    if (NEEDS_PRESENCE.has(action.kind) && !peer.isThere) throw new HandActionError(`${name} is not there`);
    if (action.kind === 'corrupt' && peer.plan.client !== 'seedbed') {
      throw new HandActionError(`${name} is a client of others: what it sends is its own`);
    }
    if (action.kind === 'pause' && peer.sharesProcess) {
      throw new HandActionError(`${name} shares its process with other peers, which would stand still with it`);
    }
  }
  if (action.kind !== 'partition') return;
  const twice = action.sides.flat().find((name, index, all) => all.indexOf(name) !== index);
  if (twice !== undefined) throw new HandActionError(`${twice} can't be on both sides`);
}

const NEEDS_PRESENCE: ReadonlySet<PlannedAction['kind']> = new Set(['kill', 'stop', 'pause', 'corrupt']);

const namedIn = (action: PlannedAction): readonly string[] => {
  if (action.kind === 'partition') return action.sides.flat();
  return 'peers' in action ? action.peers : [];
};
