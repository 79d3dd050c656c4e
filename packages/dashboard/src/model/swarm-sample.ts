import type { SwarmModel } from './swarm-model.ts';

/** A swarm at one moment in the numbers that curves are made of. Rates are bytes per second. */
export interface SwarmSample {
  readonly seeds: number;
  readonly leeches: number;
  /** What all peers with an upload limit send, as a share of these limits; 0 where there are no limits. */
  readonly uplinkUse: number;
  /** In the order in which the groups appear. */
  readonly groups: ReadonlyMap<string, GroupSample>;
}

export interface GroupSample {
  /** Mean share of the pieces that its peers hold, 0 to 1. */
  readonly completion: number;
  readonly download: number;
  readonly upload: number;
}

/** @param t ms on the clock of the events, not before the latest event of the model */
export function sampleSwarm(model: SwarmModel, t: number): SwarmSample {
  const here = model.peers.filter(({ stage }) => stage === 'running');
  const limited = here.filter(({ upload }) => upload !== undefined);
  const limit = limited.reduce((sum, { upload = 0 }) => sum + upload, 0);
  const used = limited.reduce((sum, peer) => sum + peer.uploadRate(t), 0);
  const { seeds, leeches } = model;
  return { seeds, leeches, uplinkUse: limit === 0 ? 0 : used / limit, groups: sampleGroups(model, t) };
}

function sampleGroups(model: SwarmModel, t: number): Map<string, GroupSample> {
  const sums = new Map<string, { peers: number; have: number; download: number; upload: number }>();
  for (const peer of model.peers) {
    const sum = sums.get(peer.group) ?? { peers: 0, have: 0, download: 0, upload: 0 };
    sums.set(peer.group, sum);
    sum.peers += 1;
    sum.have += peer.have.length === 0 ? 1 : peer.haveCount / peer.have.length;
    sum.download += peer.downloadRate(t);
    sum.upload += peer.uploadRate(t);
  }
  const groups = new Map<string, GroupSample>();
  for (const [group, { peers, have, download, upload }] of sums) {
    groups.set(group, { completion: have / peers, download, upload });
  }
  return groups;
}
