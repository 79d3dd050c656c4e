import type { HostMessage } from '@seedbed/peer/host';
import { messageOf, SwarmFailure } from '../failure.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { PlannedAction, PlannedEvent, PlannedPeer, RunPlan } from '../scenario/run-plan.ts';
import { agendaOf, type Deed, isThereAtStart } from './agenda.ts';
import { carryOut } from './carry-out.ts';
import { DepartureWatch, type Leave } from './departure-watch.ts';
import { checkHandAction } from './hand-actions.ts';
import { Host } from './host.ts';
import { isOver } from './is-over.ts';
import type { LinkUses } from './link-checks.ts';
import type { HostPlan } from './place-members.ts';
import type { Programs } from './programs.ts';
import type { RunNetwork } from './run-network.ts';
import { RunPeer, type RunPeerComponents } from './run-peer.ts';
import type { RunTracker } from './run-tracker.ts';
import { HandActionError } from './run-watch.ts';
import { Timetable } from './timetable.ts';

export interface LiveSwarmComponents {
  readonly programs: Programs;
  readonly tracker: RunTracker;
  readonly network: Pick<RunNetwork, 'entryOf' | 'lineOf' | 'linkUses'>;
  readonly addressOf: (peer: string) => string;
  /** What each peer is started with, by its name. */
  readonly configs: ReadonlyMap<string, RunPeerComponents['config']>;
  /** A folder for the state of a client of others. */
  readonly scratchOf: (peer: string) => string;
  /** A reader for the events of the peers of one process. */
  readonly eventReader: (peers: readonly string[]) => (text: string) => void;
  /** Tells what the launcher does, as an event. */
  readonly tellAction: (action: string, peers: readonly string[], detail: string) => void;
  /** Told when a peer has everything; its events tell the same, but may be lost. */
  readonly onVerified: (peer: string) => void;
  /** Told when what had held a peer up is over. */
  readonly onResumed: (peer: string) => void;
  readonly onLoad: (load: Extract<HostMessage, { type: 'load' }>) => void;
  /** Told when something has changed that others may wait for. */
  readonly onChange: () => void;
  readonly onFailure: (failure: SwarmFailure) => void;
}

/** The peers of a run while they run: who comes when, what is done to them, and when they leave. */
export class LiveSwarm {
  readonly #plan: RunPlan;
  readonly #components: LiveSwarmComponents;
  readonly #hosts: Host[];
  readonly #peers: Map<string, RunPeer>;
  readonly #leeches: string[];
  readonly #linkUses = new Map<string, LinkUses>();
  readonly #complete = new Set<string>();
  readonly #departures: DepartureWatch;
  readonly #timetable: Timetable;
  readonly #leaving = new Set<NodeJS.Timeout>();
  readonly #byHand: PlannedEvent[] = [];
  #beganAt: number | undefined;
  #lastDeedAt = Number.NEGATIVE_INFINITY;

  constructor(plan: RunPlan, hosts: readonly HostPlan[], components: LiveSwarmComponents) {
    this.#plan = plan;
    this.#components = components;
    this.#leeches = plan.peers.filter(({ role }) => role === 'leech').map(({ name }) => name);
    this.#hosts = hosts.map((host) => this.#makeHost(host));
    const hostOf = new Map(this.#hosts.flatMap((host) => host.plan.peers.map((peer) => [peer, host] as const)));
    this.#peers = new Map(
      plan.peers.map((peer) => {
        const { name } = peer;
        return [name, this.#makePeer(peer, hostOf.get(name), components.configs.get(name))];
      }),
    );
    this.#departures = new DepartureWatch(plan.peers);
    this.#timetable = new Timetable(agendaOf(plan), (deed) => this.#do(deed));
  }

  peer(name: string): RunPeer | undefined {
    return this.#peers.get(name);
  }

  /** What each link has carried, by the name of its peer. */
  get linkUses(): ReadonlyMap<string, LinkUses> {
    return new Map([...this.#linkUses, ...this.#components.network.linkUses]);
  }

  /** Whether all processes have been heard of. */
  get isUp(): boolean {
    return this.#hosts.every(({ isUp }) => isUp);
  }

  /** Whether nothing that matters can come any more. */
  get isOver(): boolean {
    const leeches = this.#leeches.map((name) => ({
      name,
      isComplete: this.#complete.has(name),
      isGone: this.#peers.get(name)?.stage === 'gone',
    }));
    return isOver(leeches, this.#timetable.toDo);
  }

  /** Whether something is still to be done to the swarm, or has just been. */
  get lastDeedAt(): number {
    return this.#timetable.toDo.length > 0 ? monotonicNow() : this.#lastDeedAt;
  }

  /** Starts all processes, and the peers that are there from the start. */
  open(): void {
    for (const host of this.#hosts) host.open();
    for (const { name } of this.#plan.peers.filter(isThereAtStart)) this.#peers.get(name)?.start();
  }

  /** The plan's time begins. */
  begin(): void {
    this.#beganAt = monotonicNow();
    this.#timetable.begin();
  }

  /** What was done by hand, at its times of the run. */
  get byHand(): readonly PlannedEvent[] {
    return this.#byHand;
  }

  /** Time since the plan's time began, ms. @throws HandActionError while nothing can be done to the swarm */
  timeOfRun(): number {
    if (this.#beganAt === undefined)
      throw new HandActionError('nothing can be done before the run begins or after its end');
    return monotonicNow() - this.#beganAt;
  }

  /** Does one thing that no plan has foreseen. @throws HandActionError when it can't be done now */
  act(action: PlannedAction): void {
    const at = this.timeOfRun();
    checkHandAction(action, this.#peers);
    try {
      this.#carryOut(action);
    } catch (error) {
      // Some of them may stand still already, and the record says that all do.
      if (action.kind === 'pause') this.#carryOut({ kind: 'resume', peers: action.peers });
      throw new HandActionError(messageOf(error), { cause: error });
    }
    this.#byHand.push({ at, action });
    this.#lastDeedAt = monotonicNow();
    this.#components.onChange();
  }

  /** Takes a leech in that no plan has foreseen, with a process of its own. @throws HandActionError when it is too late */
  add(peer: PlannedPeer, config: RunPeerComponents['config']): void {
    this.timeOfRun();
    this.#lastDeedAt = monotonicNow();
    const host = this.#makeHost({ name: peer.name, peers: [peer.name] });
    this.#hosts.push(host);
    const added = this.#makePeer(peer, host, config);
    this.#peers.set(peer.name, added);
    this.#leeches.push(peer.name);
    this.#components.tellAction('add', [peer.name], peer.group);
    added.start();
  }

  /** Nothing is done to the swarm any more; what is paused goes on, so that it hears that it is to leave. */
  close(): void {
    this.#beganAt = undefined;
    this.#timetable.close();
    for (const timer of this.#leaving) clearTimeout(timer);
    for (const host of this.#hosts) host.resume();
  }

  #makeHost(plan: HostPlan): Host {
    const { programs, network, scratchOf, eventReader } = this.#components;
    // A client of others never shares its process.
    const { name, client = 'seedbed' } = this.#plan.peers.find((peer) => peer.name === plan.peers[0]) ?? {};
    const foreign = name === undefined || client === 'seedbed' ? undefined : { client, scratch: scratchOf(name) };
    return new Host(plan, {
      programs,
      entry: network.entryOf(plan.name),
      foreign,
      onMessage: (message) => {
        this.#hear(message);
        this.#components.onChange();
      },
      onEvents: eventReader(plan.peers),
    });
  }

  #makePeer(plan: PlannedPeer, host: Host | undefined, config: RunPeerComponents['config'] | undefined): RunPeer {
    const { network, onChange } = this.#components;
    if (host === undefined || config === undefined) throw new Error(`invariant violation: ${plan.name} has no place`);
    return new RunPeer(plan, {
      host,
      config,
      line: network.lineOf(plan.name),
      onStage: (stage) => {
        if (stage === 'starting') this.#leaveAt(plan.name, this.#departures.arrived(plan.name, monotonicNow()));
        onChange();
      },
    });
  }

  #do(deed: Deed): void {
    this.#lastDeedAt = monotonicNow();
    if (deed.kind === 'arrive') this.#peers.get(deed.peer)?.start();
    else this.#act(deed.action);
    this.#components.onChange();
  }

  /** What a plan wants has to come about, or the run is not the one that was asked for. */
  #act(action: PlannedAction): void {
    try {
      this.#carryOut(action);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #carryOut(action: PlannedAction): void {
    const { addressOf, tracker, tellAction } = this.#components;
    carryOut(action, { peers: this.#peers, addressOf, tracker, tell: tellAction });
  }

  #hear(message: HostMessage): void {
    if (message.type === 'load') return this.#components.onLoad(message);
    const peer = this.#peers.get(message.peer);
    if (peer === undefined) return;
    const { name } = peer.plan;
    switch (message.type) {
      case 'ready':
        return peer.isReady();
      case 'stopped':
        return peer.hasGone();
      case 'verified':
        return this.#verified(name);
      case 'progress':
        return this.#leaveAt(name, this.#departures.sent(name, message.uploaded, monotonicNow()));
      case 'link-use':
        this.#linkUses.set(name, message);
        return;
      case 'paused':
        // A daemon waits for room on its disk; a run does not, unless it is what it wants to see.
        return peer.isDiskFull ? undefined : this.#fail(`${name}: ${message.reason}`);
      case 'failed':
        return this.#fail(`${name} has ended unexpectedly: ${message.reason}`);
      case 'refused':
        // Whoever leaves may be told something that crosses its goodbye.
        return peer.isThere ? this.#fail(`${name} did not take ${message.command}: ${message.reason}`) : undefined;
      case 'resumed':
        return this.#components.onResumed(name);
    }
  }

  #verified(name: string): void {
    this.#complete.add(name);
    this.#components.onVerified(name);
    this.#leaveAt(name, this.#departures.completed(name, monotonicNow()));
  }

  #leaveAt(name: string, leave: Leave | undefined): void {
    if (leave === undefined) return;
    const timer = setTimeout(
      () => {
        this.#leaving.delete(timer);
        const isThere = this.#peers.get(name)?.leave(leave.how);
        if (isThere) this.#components.tellAction(leave.how === 'order' ? 'stop' : 'kill', [name], 'as planned');
      },
      Math.max(0, leave.at - monotonicNow()),
    );
    this.#leaving.add(timer);
  }

  #fail(reason: string): void {
    this.#components.onFailure(new SwarmFailure('peer-failed', reason));
  }
}
