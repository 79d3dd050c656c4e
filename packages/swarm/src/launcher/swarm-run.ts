import { mkdir } from 'node:fs/promises';
import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import { formatDuration } from '@seedbed/settings';
import { completionBound } from '../analysis/completion-bound.ts';
import { messageOf, SwarmFailure } from '../failure.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { NamespaceNetwork } from '../netns/namespace-network.ts';
import { factsOfPlan } from '../report/facts-of-plan.ts';
import { RunSummariser } from '../report/summarise-run.ts';
import type { RunFolder } from '../run-folder.ts';
import type { LinkCheck } from '../run-summary.ts';
import { networkOf } from '../scenario/network-of.ts';
import type { PlannedPeer, RunPlan } from '../scenario/run-plan.ts';
import { addedLeech } from './added-leech.ts';
import { Change } from './change.ts';
import { EventCollector, type EventCounts } from './event-collector.ts';
import { eventLevelFor } from './event-level.ts';
import { firstDifference } from './file-sums.ts';
import type { MachineLoads } from './judge-machine.ts';
import { layContent } from './lay-content.ts';
import { checkLinks } from './link-checks.ts';
import { LiveSwarm } from './live-swarm.ts';
import { loopbackNetwork } from './loopback-network.ts';
import { MachineWatch } from './machine-watch.ts';
import type { Member } from './member.ts';
import { type PeerSetup, peerConfigs } from './peer-configs.ts';
import type { HostPlan } from './place-members.ts';
import { prepareContent } from './prepare-content.ts';
import { Programs } from './programs.ts';
import type { RunNetwork } from './run-network.ts';
import type { RunRequest } from './run-request.ts';
import { RunTracker, TRACKER_NAME } from './run-tracker.ts';
import { HandActionError, type RunEnd, type RunWatcher, type WatchRun } from './run-watch.ts';
import type { CreateTorrent, SharedContent } from './shared-content.ts';
import type { Source } from './source.ts';
import { slowestWay, stallReport, stallTime, watchStall } from './stall.ts';
import { type LeechProgress, SwarmProgress } from './swarm-progress.ts';
import type { Phase } from './swarm-status.ts';
import { LONGEST_WAIT } from './timetable.ts';

/** What events call the launcher of a run. */
const LAUNCHER_NAME = 'launcher';

/** What is decided of a run before it begins. */
export interface RunOrder {
  readonly request: RunRequest;
  readonly plan: RunPlan;
  readonly hosts: readonly HostPlan[];
  /** Connections of a peer at most; undefined is the daemon's default. */
  readonly mostPeers: number | undefined;
  /** From the start of the run, ms. */
  readonly duration: number;
}

/** Events come some 20 ms after what they tell of; on a machine that is full later. */
const EVENTS_PATIENCE = 1_000;

export interface SwarmRunComponents {
  readonly folder: RunFolder;
  readonly createTorrent: CreateTorrent;
  /** The user's wish to end. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase, activity: string) => void;
  /** Somebody wants to see it. */
  readonly watch?: WatchRun | undefined;
}

/**
 * One run from its first process to its last check: `execute` does it, `end` leaves nothing running, and in between
 * and afterwards the properties tell what is known. Whatever goes wrong anywhere aborts one signal, for which every
 * step listens, and its reason is the reason of the run.
 */
export class SwarmRun {
  content: SharedContent | undefined;
  summariser: RunSummariser;
  /** For each leech that was checked the first file that differs, or null. */
  readonly checked: Map<string, string | null> = new Map();
  /** When the time of its plan began, on the monotonic clock. */
  startedAt: number | undefined;
  readonly #order: RunOrder;
  readonly #components: SwarmRunComponents;
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  readonly #programs = new Programs((failure) => this.#fail(failure));
  readonly #changed = new Change();
  readonly #machine = new MachineWatch();
  #collector: EventCollector | undefined;
  #progress: SwarmProgress | undefined;
  #network: RunNetwork | undefined;
  #swarm: LiveSwarm | undefined;
  #watcher: RunWatcher | undefined;
  readonly #ips = new Map<string, string>();
  readonly #added: PlannedPeer[] = [];
  #ending: Promise<void> | undefined;

  constructor(order: RunOrder, components: SwarmRunComponents) {
    this.#order = order;
    this.#components = components;
    this.summariser = new RunSummariser(order.plan, null);
    this.#signal = AbortSignal.any([components.signal, this.#failure.signal]);
  }

  get plan(): RunPlan {
    return this.#order.plan;
  }

  get eventCounts(): EventCounts {
    return this.#collector?.counts ?? { written: 0, late: 0, lost: 0 };
  }

  get links(): LinkCheck[] {
    const { peers, timeline } = this.#order.plan;
    const all = { peers, timeline: [...timeline, ...(this.#swarm?.byHand ?? [])] };
    return checkLinks(all, this.#swarm?.linkUses ?? new Map());
  }

  /** Somebody has done something to it that its plan did not foresee, so that theory has nothing to say of it. */
  get wasTouched(): boolean {
    return this.#added.length > 0 || (this.#swarm?.byHand.length ?? 0) > 0;
  }

  get machine(): MachineLoads {
    return this.#machine.loads;
  }

  /** Processes that are there still. */
  get orphans(): number {
    return this.#programs.left;
  }

  get leeches(): LeechProgress[] {
    const stages = { awaited: 'to come', gone: 'left' } as const;
    return (this.#progress?.snapshot(monotonicNow()) ?? []).map((leech) => {
      const stage = this.#swarm?.peer(leech.name)?.stage;
      if (leech.state === 'complete' || (stage !== 'awaited' && stage !== 'gone')) return leech;
      return { ...leech, state: stages[stage] };
    });
  }

  /** Resolves when every leech was checked. @throws SwarmFailure, or the reason of the user's signal. */
  async execute(): Promise<void> {
    const { folder, createTorrent } = this.#components;
    this.#enter('preparing', 'starting the tracker, making the content');
    const network = await this.#openNetwork();
    this.#network = network;
    this.#signal.throwIfAborted();
    const tracker = this.#makeTracker(network);
    const { source, content } = await prepareContent({
      ...{ request: this.#order.request, tracker, folder, createTorrent },
      signal: this.#signal,
      onActivity: (activity) => this.#enter('preparing', activity),
      onFailure: (error) => this.#failure.abort(error),
    });
    this.content = content;
    await this.#open(network.members, content);
    const swarm = await this.#makeSwarm(network, tracker, source, content);
    await this.#beWatched(swarm, network, content);
    this.#enter('starting', 'starting the seeds');
    swarm.open();
    await this.#seedsAreReady(swarm, content);
    this.#enter('running', 'downloading');
    await this.#run(swarm, content);
    this.#enter('stopping', 'stopping the peers');
    await this.end();
    await this.#check(content);
  }

  /** Ends all processes, then the record of their events. May be called again. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  /** Tells whoever watches how it ended. */
  tellEnd(end: RunEnd): void {
    this.#watcher?.end(end);
  }

  async #end(): Promise<void> {
    this.#machine.end();
    this.#tell({ type: 'run-phase', phase: 'stopping' });
    this.#swarm?.close();
    await this.#programs.stop();
    await this.#collector?.close();
    await this.#network?.close();
  }

  async #beWatched(swarm: LiveSwarm, network: RunNetwork, content: SharedContent): Promise<void> {
    const { request, plan } = this.#order;
    const { totalLength: length, pieceLength, pieceCount: pieces } = content.metainfo.geometry;
    this.#watcher = await this.#components.watch?.({
      name: request.name,
      folder: this.#components.folder.path,
      plan,
      content: { length, pieceLength, pieces },
      bound: completionBound(factsOfPlan(plan, { length, pieceLength })),
      eventLevel: this.#setup(content).eventLevel,
      now: monotonicNow(),
      act: async (action) => {
        if (action.kind === 'add-leech') return this.#addLeech(action.group, swarm, network, content);
        if (action.kind === 'partition' && !network.tellsPeersApart) {
          throw new HandActionError('a partition tells peers apart by their addresses, and these share one');
        }
        swarm.act(action);
      },
    });
  }

  async #addLeech(
    group: string | undefined,
    swarm: LiveSwarm,
    network: RunNetwork,
    content: SharedContent,
  ): Promise<void> {
    const { folder } = this.#components;
    const planned = this.#order.plan.peers;
    const before = [...planned, ...this.#added];
    const peer = addedLeech(before, planned.length, group, monotonicNow() - (this.startedAt ?? monotonicNow()));
    const all = [...before, peer];
    const member = network.join?.(all);
    if (member === undefined) throw new HandActionError('no peer can join a network of namespaces while it is there');
    const place = { ip: member.ip, dir: folder.contentOf(peer.name) };
    const config = peerConfigs(all, this.#setup(content), () => place).get(peer.name);
    if (config === undefined) throw new Error(`invariant violation: ${peer.name} has no place`);
    this.#added.push(peer);
    this.#ips.set(peer.name, member.ip);
    await mkdir(place.dir);
    this.#progress?.add(member);
    swarm.add(peer, config);
  }

  async #openNetwork(): Promise<RunNetwork> {
    const { request, plan } = this.#order;
    return networkOf(request.scenario) === 'namespaces'
      ? NamespaceNetwork.open(plan.peers, (failure) => this.#fail(failure))
      : loopbackNetwork(plan.peers, request.addresses);
  }

  #fail(failure: SwarmFailure): void {
    this.#failure.abort(failure);
  }

  #enter(phase: Phase, activity: string): void {
    this.#components.onPhase(phase, activity);
  }

  /** Adds an event of the launcher's own to the record. */
  #tell(body: SwarmEventBody): void {
    if (this.#ending === undefined || body.type === 'run-phase') {
      this.#collector?.tell({ t: monotonicNow(), peer: LAUNCHER_NAME, ...body } as SwarmEvent);
    }
  }

  #makeTracker(network: RunNetwork): RunTracker {
    return new RunTracker({
      programs: this.#programs,
      network,
      settings: this.#order.request.scenario.tracker,
      // Nobody announces before the peers are started, and with them the collector.
      onEvents: (text) => this.#readTracker?.(text),
      onFailure: (failure) => this.#fail(failure),
      signal: this.#signal,
    });
  }

  #readTracker: ((text: string) => void) | undefined;

  async #open(members: readonly Member[], { metainfo }: SharedContent): Promise<void> {
    const { totalLength, pieceLength } = metainfo.geometry;
    const progress = new SwarmProgress(members, totalLength);
    const summariser = new RunSummariser(this.#order.plan, { length: totalLength, pieceLength });
    this.#progress = progress;
    this.summariser = summariser;
    this.#collector = await EventCollector.open({
      path: this.#components.folder.events,
      onEvent: (event) => {
        progress.apply(event);
        this.#changed.tell();
      },
      onLine: (line) => this.#watcher?.onLine(line),
      onOrdered: (event) => summariser.apply(event),
      onFailure: (error) =>
        this.#fail(new SwarmFailure('record-failed', `the events can't be written: ${messageOf(error)}`)),
    });
    this.#readTracker = this.#collector.reader([TRACKER_NAME]);
  }

  async #makeSwarm(
    network: RunNetwork,
    tracker: RunTracker,
    source: Source,
    content: SharedContent,
  ): Promise<LiveSwarm> {
    const { folder } = this.#components;
    const { plan, hosts } = this.#order;
    for (const { name, ip } of network.members) this.#ips.set(name, ip);
    const ipOf = (name: string): string => this.#ips.get(name) ?? '';
    const dirs = await layContent(plan.peers, source, folder);
    const configs = peerConfigs(plan.peers, this.#setup(content), (name) => ({
      ip: ipOf(name),
      dir: dirs.get(name) ?? folder.contentOf(name),
    }));
    const collector = this.#collector;
    if (collector === undefined) throw new Error('invariant violation: peers without a collector of their events');
    this.#swarm = new LiveSwarm(plan, hosts, {
      programs: this.#programs,
      tracker,
      network,
      addressOf: ipOf,
      configs,
      scratchOf: (name) => folder.contentOf(`${name}.state`),
      eventReader: (peers) => collector.reader(peers),
      tellAction: (action, peers, detail) => this.#tell({ type: 'run-action', action, peers, detail }),
      onVerified: (peer) => this.#progress?.confirmComplete(peer, monotonicNow()),
      onResumed: (peer) => this.#progress?.goesOn(peer),
      onLoad: (load) => this.#machine.add(load),
      onChange: () => this.#changed.tell(),
      onFailure: (failure) => this.#fail(failure),
    });
    return this.#swarm;
  }

  #setup({ metainfo }: SharedContent): PeerSetup {
    const { plan, request, mostPeers } = this.#order;
    const seeds = plan.peers.filter(({ role }) => role === 'seed').length;
    const eventLevel = eventLevelFor(seeds, plan.peers.length - seeds, metainfo.geometry.totalLength);
    return {
      torrent: this.#components.folder.torrent,
      eventLevel,
      trace: request.trace ?? (eventLevel === 'block' ? ['decisions'] : []),
      seedValue: request.scenario.seedValue,
      mostPeers,
    };
  }

  /** Leeches ask the tracker as soon as they run; so every seed that is there has to be known to it by then. */
  async #seedsAreReady(swarm: LiveSwarm, content: SharedContent): Promise<void> {
    const seeds = this.#progress?.records.filter(({ member }) => swarm.peer(member.name)?.stage !== 'awaited') ?? [];
    await this.#waitFor(() => swarm.isUp && seeds.every(({ announced }) => announced), swarm, content);
  }

  async #run(swarm: LiveSwarm, content: SharedContent): Promise<void> {
    const { duration } = this.#order;
    this.startedAt = monotonicNow();
    this.#tell({ type: 'run-phase', phase: 'running' });
    this.#machine.begin();
    swarm.begin();
    const giveUp = (): void => this.#fail(new SwarmFailure('too-long', this.#tooLong(duration)));
    const late = setTimeout(giveUp, Math.min(duration, LONGEST_WAIT));
    try {
      await this.#waitFor(() => swarm.isOver, swarm, content);
    } catch (error) {
      const isStalled = error instanceof SwarmFailure && error.code === 'stalled';
      if (isStalled && this.#mayStall && !this.#components.signal.aborted) return;
      throw error;
    } finally {
      clearTimeout(late);
    }
    await this.#hearOut();
  }

  /** So that the record tells of every completion before it tells that all leave. What is lost is not waited for. */
  async #hearOut(): Promise<void> {
    const patience = AbortSignal.timeout(EVENTS_PATIENCE);
    try {
      const signal = AbortSignal.any([this.#signal, patience]);
      await this.#changed.until(() => this.#progress?.isUpToDate !== false, signal);
    } catch (error) {
      if (error !== patience.reason) throw error;
    }
  }

  /** Nothing comes forward any more: for who expects no more than that, it is the end of the run and no failure. */
  get #mayStall(): boolean {
    return !this.#order.request.scenario.expect.some(({ kind }) => kind === 'all-complete');
  }

  #tooLong(duration: number): string {
    return `given up after ${formatDuration(duration)}: ${stallReport(this.#progress?.records ?? [])}`;
  }

  /** Waits for what the events tell; gives up when nothing comes forward any more. */
  async #waitFor(isTrue: () => boolean, swarm: LiveSwarm, { metainfo }: SharedContent): Promise<void> {
    const { request, plan } = this.#order;
    const patience = stallTime(request.stallAfter, metainfo.geometry.pieceLength, slowestWay(plan));
    const begin = monotonicNow();
    const last = (): number => Math.max(begin, this.#progress?.lastProgress ?? begin, swarm.lastDeedAt);
    const endWatch = watchStall(patience, last, () => {
      const report = stallReport(this.#progress?.records ?? []);
      this.#fail(new SwarmFailure('stalled', `no progress for ${formatDuration(patience)}: ${report}`));
    });
    try {
      await this.#changed.until(isTrue, this.#signal);
    } finally {
      endWatch();
    }
  }

  async #check({ sums }: SharedContent): Promise<void> {
    const complete = new Set(
      this.#progress?.leeches.flatMap(({ completedAt, member }) => (completedAt === undefined ? [] : [member.name])),
    );
    for (const { name, storage } of [...this.#order.plan.peers, ...this.#added]) {
      if (!complete.has(name)) continue;
      this.#enter('checking', `checking the files of ${name}`);
      // Where there are no files, each piece was verified by its peer.
      const dir = this.#components.folder.contentOf(name);
      this.checked.set(name, storage === 'file' ? await firstDifference(sums, dir, this.#components.signal) : null);
    }
    const wrong = [...this.checked].find(([, differs]) => differs !== null);
    if (wrong !== undefined)
      throw new SwarmFailure('content-differs', `${wrong[0]}: ${wrong[1]} differs from the source`);
  }
}
