import type { RunFolder } from '../run-folder.ts';
import type { Change } from './change.ts';
import { HandsOn } from './hands-on.ts';
import type { LiveSwarm } from './live-swarm.ts';
import { MachineWatch } from './machine-watch.ts';
import { makeSwarm } from './make-swarm.ts';
import { openNetwork } from './open-network.ts';
import type { PeerSetup } from './peer-configs.ts';
import { peerSetup } from './peer-setup.ts';
import { prepareContent } from './prepare-content.ts';
import { Programs } from './programs.ts';
import type { RunNetwork } from './run-network.ts';
import type { RunOrder } from './run-order.ts';
import { RunRecord } from './run-record.ts';
import { RunTracker } from './run-tracker.ts';
import type { CreateTorrent, SharedContent } from './shared-content.ts';
import type { Source } from './source.ts';

export interface RunPartsComponents {
  readonly folder: RunFolder;
  readonly createTorrent: CreateTorrent;
  /** Ends what is under way: the user's wish, or a failure. */
  readonly signal: AbortSignal;
  /** Told whenever something has happened that others may wait for. */
  readonly changed: Change;
  /** Told what is being made, for people. */
  readonly onActivity: (activity: string) => void;
  /** Told for every event, as a line of the record. */
  readonly onLine: (line: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** All that a run consists of, before a peer of it runs. */
export interface MadeParts {
  readonly content: SharedContent;
  readonly setup: PeerSetup;
  readonly record: RunRecord;
  readonly swarm: LiveSwarm;
  readonly hands: HandsOn;
}

/**
 * What a run consists of, made one after the other: network, tracker, content, record, swarm. Each is there as soon as it is
 * made, so that whatever goes wrong what is there can be told of, and ended.
 */
export class RunParts {
  readonly machine: MachineWatch = new MachineWatch();
  readonly programs: Programs;
  readonly #order: RunOrder;
  readonly #components: RunPartsComponents;
  content: SharedContent | undefined;
  record: RunRecord | undefined;
  swarm: LiveSwarm | undefined;
  hands: HandsOn | undefined;
  #network: RunNetwork | undefined;

  constructor(order: RunOrder, components: RunPartsComponents) {
    this.#order = order;
    this.#components = components;
    this.programs = new Programs(components.onFailure);
  }

  /** @throws SwarmFailure, or the reason of the signal */
  async make(): Promise<MadeParts> {
    const order = this.#order;
    const { folder, signal, onFailure } = this.#components;
    const network = await openNetwork(order, onFailure);
    this.#network = network;
    signal.throwIfAborted();
    const tracker = this.#makeTracker(network);
    const { source, content } = await this.#makeContent(tracker);
    this.content = content;
    const setup = peerSetup(order, folder.torrent, content.metainfo.geometry);
    const record = await this.#openRecord(network, content);
    this.record = record;
    const swarm = await this.#makeSwarm(network, tracker, source, setup, record);
    this.swarm = swarm;
    const { progress } = record;
    const hands = new HandsOn({ folder, planned: order.plan.peers, setup, network, progress, swarm });
    this.hands = hands;
    return { content, setup, record, swarm, hands };
  }

  /** Ends all processes, then the record of their events. */
  async close(): Promise<void> {
    this.machine.end();
    this.record?.tell({ type: 'run-phase', phase: 'stopping' });
    this.swarm?.close();
    await this.programs.stop();
    await this.record?.close();
    await this.#network?.close();
  }

  #makeTracker(network: RunNetwork): RunTracker {
    const { signal, onFailure } = this.#components;
    return new RunTracker({
      programs: this.programs,
      network,
      settings: this.#order.request.scenario.tracker,
      // Nobody announces before the peers are started, and with them the record.
      onEvents: (text) => this.record?.readTracker(text),
      onFailure,
      signal,
    });
  }

  #makeContent(tracker: RunTracker): Promise<{ readonly source: Source; readonly content: SharedContent }> {
    const { folder, createTorrent, signal, onActivity, onFailure } = this.#components;
    const { request } = this.#order;
    return prepareContent({ request, tracker, folder, createTorrent, signal, onActivity, onFailure });
  }

  #openRecord(network: RunNetwork, { metainfo }: SharedContent): Promise<RunRecord> {
    const { folder, changed, onLine, onFailure } = this.#components;
    const { totalLength: length, pieceLength } = metainfo.geometry;
    return RunRecord.open({
      path: folder.events,
      plan: this.#order.plan,
      members: network.members,
      content: { length, pieceLength },
      onLine,
      onChange: () => changed.tell(),
      onFailure,
    });
  }

  #makeSwarm(
    network: RunNetwork,
    tracker: RunTracker,
    source: Source,
    setup: PeerSetup,
    record: RunRecord,
  ): Promise<LiveSwarm> {
    const { folder, changed, onFailure } = this.#components;
    return makeSwarm(this.#order, {
      ...{ folder, network, tracker, source, setup, record, onFailure },
      programs: this.programs,
      onLoad: (load) => this.machine.add(load),
      onChange: () => changed.tell(),
    });
  }
}
