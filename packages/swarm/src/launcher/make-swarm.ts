import type { HostMessage } from '@seedbed/peer/host';
import type { SwarmFailure } from '../failure.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { RunFolder } from '../run-folder.ts';
import { layContent } from './lay-content.ts';
import { LiveSwarm } from './live-swarm.ts';
import { type PeerSetup, peerConfigs } from './peer-configs.ts';
import type { Programs } from './programs.ts';
import type { RunNetwork } from './run-network.ts';
import type { RunOrder } from './run-order.ts';
import type { RunRecord } from './run-record.ts';
import type { RunTracker } from './run-tracker.ts';
import type { Source } from './source.ts';

export interface MakeSwarmComponents {
  readonly folder: RunFolder;
  readonly programs: Programs;
  readonly network: RunNetwork;
  readonly tracker: RunTracker;
  readonly record: RunRecord;
  readonly source: Source;
  readonly setup: PeerSetup;
  readonly onLoad: (load: Extract<HostMessage, { type: 'load' }>) => void;
  /** Told when something has changed that others may wait for. */
  readonly onChange: () => void;
  readonly onFailure: (failure: SwarmFailure) => void;
}

/** Lays the content of all peers of a plan and makes the swarm of them, in which nobody runs yet. */
export async function makeSwarm(
  { plan, hosts }: RunOrder,
  { folder, source, setup, record, ...components }: MakeSwarmComponents,
): Promise<LiveSwarm> {
  const { progress } = record;
  const addressOf = (name: string): string => progress.member(name)?.ip ?? '';
  const dirs = await layContent(plan.peers, source, folder);
  return new LiveSwarm(plan, hosts, {
    ...components,
    addressOf,
    configs: peerConfigs(plan.peers, setup, (name) => ({
      ip: addressOf(name),
      dir: dirs.get(name) ?? folder.contentOf(name),
    })),
    scratchOf: (name) => folder.contentOf(`${name}.state`),
    eventReader: (peers) => record.reader(peers),
    tellAction: (action, peers, detail) => record.tell({ type: 'run-action', action, peers, detail }),
    onVerified: (peer) => progress.confirmComplete(peer, monotonicNow()),
    onResumed: (peer) => progress.goesOn(peer),
  });
}
