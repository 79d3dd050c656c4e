import { mkdir } from 'node:fs/promises';
import type { RunFolder } from '../run-folder.ts';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import { addedLeech } from './added-leech.ts';
import type { LiveSwarm } from './live-swarm.ts';
import { type PeerSetup, peerConfigs } from './peer-configs.ts';
import type { RunNetwork } from './run-network.ts';
import { type HandAction, HandActionError } from './run-watch.ts';
import type { SwarmProgress } from './swarm-progress.ts';

export interface HandsOnComponents {
  readonly folder: Pick<RunFolder, 'contentOf'>;
  /** The peers of the plan. */
  readonly planned: readonly PlannedPeer[];
  readonly setup: PeerSetup;
  readonly network: Pick<RunNetwork, 'join' | 'tellsPeersApart'>;
  readonly progress: Pick<SwarmProgress, 'add'>;
  readonly swarm: Pick<LiveSwarm, 'act' | 'add' | 'byHand' | 'timeOfRun'>;
}

/** What people do to a run while it goes on, which no plan has foreseen. */
export class HandsOn {
  readonly #components: HandsOnComponents;
  readonly #added: PlannedPeer[] = [];

  constructor(components: HandsOnComponents) {
    this.#components = components;
  }

  /** Leeches that were taken in, in order. */
  get added(): readonly PlannedPeer[] {
    return this.#added;
  }

  /** Somebody has done something, so that theory has nothing to say of the run. */
  get haveTouched(): boolean {
    return this.#added.length > 0 || this.#components.swarm.byHand.length > 0;
  }

  /** @throws HandActionError when it can't be done now */
  async act(action: HandAction): Promise<void> {
    const { swarm, network } = this.#components;
    if (action.kind === 'add-leech') return this.#addLeech(action.group);
    if (action.kind === 'partition' && !network.tellsPeersApart) {
      throw new HandActionError('a partition tells peers apart by their addresses, and these share one');
    }
    swarm.act(action);
  }

  async #addLeech(group: string | undefined): Promise<void> {
    const { folder, planned, setup, network, progress, swarm } = this.#components;
    const before = [...planned, ...this.#added];
    const peer = addedLeech(before, planned.length, group, swarm.timeOfRun());
    const all = [...before, peer];
    const member = network.join?.(all);
    if (member === undefined) throw new HandActionError('no peer can join a network of namespaces while it is there');
    const place = { ip: member.ip, dir: folder.contentOf(peer.name) };
    const config = peerConfigs(all, setup, () => place).get(peer.name);
    if (config === undefined) throw new Error(`invariant violation: ${peer.name} has no place`);
    this.#added.push(peer);
    await mkdir(place.dir);
    progress.add(member);
    swarm.add(peer, config);
  }
}
