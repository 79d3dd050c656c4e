import { mkdir } from 'node:fs/promises';
import { formatDuration } from '@seedbed/settings';
import { messageOf, SwarmFailure } from '../failure.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { RunFolder } from '../run-folder.ts';
import type { SwarmPlan } from '../swarm-plan.ts';
import { Change } from './change.ts';
import { EventCollector, type EventCounts } from './event-collector.ts';
import { eventLevelFor } from './event-level.ts';
import { firstDifference } from './file-sums.ts';
import { inParallel } from './in-parallel.ts';
import { chooseLoopbackNet } from './loopback-net.ts';
import { type Member, planMembers, trackerIp } from './member.ts';
import { Programs } from './programs.ts';
import { checkRoom } from './room.ts';
import { type CreateTorrent, type SharedContent, shareContent } from './shared-content.ts';
import { prepareSource, type Source } from './source.ts';
import { stallReport, stallTime, watchStall } from './stall.ts';
import { startPeer } from './start-peer.ts';
import { startTracker, TRACKER_NAME } from './start-tracker.ts';
import { SwarmProgress } from './swarm-progress.ts';
import type { Phase } from './swarm-status.ts';

export interface SwarmRunComponents {
  readonly folder: RunFolder;
  readonly createTorrent: CreateTorrent;
  /** The user's wish to end. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase, activity: string) => void;
}

/**
 * One run from its first process to its last check: `execute` does it, `end` leaves nothing running, and in between
 * and afterwards the properties tell what is known. Whatever goes wrong anywhere aborts one signal, for which every
 * step listens, and its reason is the reason of the run.
 */
export class SwarmRun {
  content: SharedContent | undefined;
  progress: SwarmProgress | undefined;
  /** For each leech that was checked the first file that differs, or null. */
  readonly checked: Map<string, string | null> = new Map();
  readonly #plan: SwarmPlan;
  readonly #components: SwarmRunComponents;
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  readonly #programs = new Programs((failure) => this.#failure.abort(failure));
  readonly #changed = new Change();
  #collector: EventCollector | undefined;
  #trackerEvents: ((text: string) => void) | undefined;
  #ending: Promise<void> | undefined;

  constructor(plan: SwarmPlan, components: SwarmRunComponents) {
    this.#plan = plan;
    this.#components = components;
    this.#signal = AbortSignal.any([components.signal, this.#failure.signal]);
  }

  get eventCounts(): EventCounts {
    return this.#collector?.counts ?? { written: 0, late: 0, lost: 0 };
  }

  /** Resolves when every leech was checked. @throws SwarmFailure, or the reason of the user's signal. */
  async execute(): Promise<void> {
    const { onPhase } = this.#components;
    onPhase('preparing', 'starting the tracker, making the content');
    const { mode, net } = await chooseLoopbackNet(this.#plan.addresses);
    const { source, content } = await this.#prepare(trackerIp(mode, net));
    const members = planMembers(this.#plan.seeds, this.#plan.leeches, mode, net);
    await this.#open(members, content);
    onPhase('starting', 'starting the seeds');
    await this.#startSeeds(members, source, content);
    onPhase('running', 'downloading');
    await this.#download(members, content);
    onPhase('stopping', 'stopping the peers');
    await this.end();
    await this.#check(members, content);
  }

  /** Ends all processes, then the record of their events. May be called again. */
  end(): Promise<void> {
    this.#ending ??= this.#programs.stop().then(() => this.#collector?.close());
    return this.#ending;
  }

  async #prepare(trackerAt: string): Promise<{ source: Source; content: SharedContent }> {
    const { folder, createTorrent, onPhase } = this.#components;
    const { content: wanted, leeches, pieceLength } = this.#plan;
    if (wanted.kind === 'generated')
      await checkRoom(folder.path, (leeches + 1) * wanted.size, 'the source and its copies');
    const [announce, source] = await inParallel(
      // Nobody announces before the peers are started, and with them the collector.
      startTracker(this.#programs, trackerAt, (text) => this.#trackerEvents?.(text), this.#signal),
      prepareSource(wanted, folder.contentOf('source'), this.#signal),
      (error) => this.#failure.abort(error),
    );
    onPhase('preparing', 'making the torrent');
    const torrent = await createTorrent(source.path, {
      announce,
      pieceLength,
      signal: this.#signal,
      onProgress: (done, total) => onPhase('preparing', `making the torrent, ${Math.floor((done / total) * 100)}%`),
    });
    this.#signal.throwIfAborted();
    onPhase('preparing', 'taking the sums of the source');
    const content = await shareContent(source, torrent, folder.torrent, this.#signal);
    if (wanted.kind === 'path') {
      await checkRoom(folder.path, leeches * content.metainfo.geometry.totalLength, `${leeches} copies`);
    }
    this.content = content;
    return { source, content };
  }

  async #open(members: readonly Member[], { metainfo }: SharedContent): Promise<void> {
    const progress = new SwarmProgress(members, metainfo.geometry.totalLength);
    this.progress = progress;
    this.#collector = await EventCollector.open({
      path: this.#components.folder.events,
      onEvent: (event) => {
        progress.apply(event);
        this.#changed.tell();
      },
      onFailure: (error) =>
        this.#failure.abort(new SwarmFailure('record-failed', `the events can't be written: ${messageOf(error)}`)),
    });
    this.#trackerEvents = this.#collector.reader(TRACKER_NAME);
  }

  #start(member: Member, dir: string, { metainfo }: SharedContent): void {
    const { seeds, leeches } = this.#plan;
    if (this.#collector === undefined)
      throw new Error('invariant violation: a peer is started before its events can be read');
    startPeer(this.#programs, this.#collector, member, dir, {
      torrent: this.#components.folder.torrent,
      eventLevel: eventLevelFor(seeds, leeches, metainfo.geometry.totalLength),
      plan: this.#plan,
      onFailed: (peer, reason) =>
        this.#failure.abort(new SwarmFailure('peer-failed', `${peer} has ended unexpectedly: ${reason}`)),
      // A daemon waits for room on its disk; a run does not: its figures would say nothing.
      onPaused: (peer, reason) => this.#failure.abort(new SwarmFailure('peer-failed', `${peer}: ${reason}`)),
      onVerified: (peer) => {
        this.progress?.confirmComplete(peer, monotonicNow());
        this.#changed.tell();
      },
    });
  }

  /** Leeches ask the tracker as soon as they run; so every seed has to be known to it by then. */
  async #startSeeds(members: readonly Member[], source: Source, content: SharedContent): Promise<void> {
    const seeds = members.filter(({ role }) => role === 'seed');
    for (const seed of seeds) this.#start(seed, source.dir, content);
    const records = this.progress?.records.filter(({ member }) => member.role === 'seed') ?? [];
    await this.#waitFor(() => records.every(({ announced }) => announced), content);
  }

  async #download(members: readonly Member[], content: SharedContent): Promise<void> {
    const { folder } = this.#components;
    for (const leech of members.filter(({ role }) => role === 'leech')) {
      this.#signal.throwIfAborted();
      const dir = folder.contentOf(leech.name);
      await mkdir(dir);
      this.#start(leech, dir, content);
    }
    await this.#waitFor(() => this.progress?.allComplete === true, content);
  }

  /** Waits for what the events tell; gives up when nothing comes forward any more. */
  async #waitFor(isTrue: () => boolean, { metainfo }: SharedContent): Promise<void> {
    const { stallAfter, uploadLimit, downloadLimit } = this.#plan;
    const rate = Math.min(uploadLimit ?? Number.POSITIVE_INFINITY, downloadLimit ?? Number.POSITIVE_INFINITY);
    const patience = stallTime(stallAfter, metainfo.geometry.pieceLength, rate);
    const begin = monotonicNow();
    const last = (): number => Math.max(begin, this.progress?.lastProgress ?? begin);
    const endWatch = watchStall(patience, last, () => {
      const report = stallReport(this.progress?.records ?? []);
      this.#failure.abort(new SwarmFailure('stalled', `no progress for ${formatDuration(patience)}: ${report}`));
    });
    try {
      await this.#changed.until(isTrue, this.#signal);
    } finally {
      endWatch();
    }
  }

  async #check(members: readonly Member[], { sums }: SharedContent): Promise<void> {
    const { folder, onPhase } = this.#components;
    for (const { name, role } of members) {
      if (role !== 'leech') continue;
      onPhase('checking', `checking the files of ${name}`);
      this.checked.set(name, await firstDifference(sums, folder.contentOf(name), this.#signal));
    }
    const wrong = [...this.checked].find(([, differs]) => differs !== null);
    if (wrong !== undefined)
      throw new SwarmFailure('content-differs', `${wrong[0]}: ${wrong[1]} differs from the source`);
  }
}
