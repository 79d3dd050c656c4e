import { monotonicNow } from '../monotonic-clock.ts';
import { RunSummariser } from '../report/summarise-run.ts';
import type { RunFolder } from '../run-folder.ts';
import type { LinkCheck } from '../run-summary.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import { Change } from './change.ts';
import { checkCopies } from './check-copies.ts';
import type { EventCounts } from './event-collector.ts';
import type { MachineLoads } from './judge-machine.ts';
import { checkLinks } from './link-checks.ts';
import type { RunOrder } from './run-order.ts';
import { type MadeParts, RunParts } from './run-parts.ts';
import { RunPatience } from './run-patience.ts';
import type { RunEnd, RunWatcher, WatchRun } from './run-watch.ts';
import type { CreateTorrent, SharedContent } from './shared-content.ts';
import type { LeechProgress } from './swarm-progress.ts';
import type { Phase } from './swarm-status.ts';
import { watchedRun } from './watched-run.ts';

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
  /** For each leech that was checked the first file that differs, or null. */
  readonly checked: Map<string, string | null> = new Map();
  /** When the time of its plan began, on the monotonic clock. */
  startedAt: number | undefined;
  readonly #order: RunOrder;
  readonly #components: SwarmRunComponents;
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  readonly #changed = new Change();
  readonly #parts: RunParts;
  readonly #emptySummariser: RunSummariser;
  #watcher: RunWatcher | undefined;
  #ending: Promise<void> | undefined;

  constructor(order: RunOrder, components: SwarmRunComponents) {
    this.#order = order;
    this.#components = components;
    this.#signal = AbortSignal.any([components.signal, this.#failure.signal]);
    this.#emptySummariser = new RunSummariser(order.plan, null);
    this.#parts = new RunParts(order, {
      folder: components.folder,
      createTorrent: components.createTorrent,
      signal: this.#signal,
      changed: this.#changed,
      onActivity: (activity) => this.#enter('preparing', activity),
      onLine: (line) => this.#watcher?.onLine(line),
      onFailure: (error) => this.#fail(error),
    });
  }

  get plan(): RunPlan {
    return this.#order.plan;
  }

  /** Undefined until it is known. */
  get content(): SharedContent | undefined {
    return this.#parts.content;
  }

  get summariser(): RunSummariser {
    return this.#parts.record?.summariser ?? this.#emptySummariser;
  }

  get eventCounts(): EventCounts {
    return this.#parts.record?.counts ?? { written: 0, late: 0, lost: 0 };
  }

  get links(): LinkCheck[] {
    const { peers, timeline } = this.#order.plan;
    const { swarm } = this.#parts;
    return checkLinks({ peers, timeline: [...timeline, ...(swarm?.byHand ?? [])] }, swarm?.linkUses ?? new Map());
  }

  /** Somebody has done something to it that its plan did not foresee, so that theory has nothing to say of it. */
  get wasTouched(): boolean {
    return this.#parts.hands?.haveTouched ?? false;
  }

  get machine(): MachineLoads {
    return this.#parts.machine.loads;
  }

  /** Processes that are there still. */
  get orphans(): number {
    return this.#parts.programs.left;
  }

  get leeches(): LeechProgress[] {
    const { record, swarm } = this.#parts;
    const stages = { awaited: 'to come', gone: 'left' } as const;
    return (record?.progress.snapshot(monotonicNow()) ?? []).map((leech) => {
      const stage = swarm?.peer(leech.name)?.stage;
      if (leech.state === 'complete' || (stage !== 'awaited' && stage !== 'gone')) return leech;
      return { ...leech, state: stages[stage] };
    });
  }

  /** Resolves when every leech was checked. @throws SwarmFailure, or the reason of the user's signal. */
  async execute(): Promise<void> {
    this.#enter('preparing', 'starting the tracker, making the content');
    const parts = await this.#parts.make();
    await this.#beWatched(parts);
    const patience = this.#patienceWith(parts);
    this.#enter('starting', 'starting the seeds');
    parts.swarm.open();
    await patience.untilSeedsAreReady();
    this.#enter('running', 'downloading');
    this.#begin(parts);
    await patience.untilOver();
    this.#enter('stopping', 'stopping the peers');
    await this.end();
    await this.#check(parts);
  }

  /** Ends all processes, then the record of their events. May be called again. */
  end(): Promise<void> {
    this.#ending ??= this.#parts.close();
    return this.#ending;
  }

  /** Tells whoever watches how it ended. */
  tellEnd(end: RunEnd): void {
    this.#watcher?.end(end);
  }

  #fail(error: unknown): void {
    this.#failure.abort(error);
  }

  #enter(phase: Phase, activity: string): void {
    this.#components.onPhase(phase, activity);
  }

  async #beWatched({ content, setup, hands }: MadeParts): Promise<void> {
    const { folder, watch } = this.#components;
    this.#watcher = await watch?.(watchedRun(this.#order, folder, content.metainfo.geometry, setup, hands));
  }

  #patienceWith({ content, swarm, record }: MadeParts): RunPatience {
    return new RunPatience({
      order: this.#order,
      pieceLength: content.metainfo.geometry.pieceLength,
      swarm,
      progress: record.progress,
      changed: this.#changed,
      signal: this.#signal,
      interruption: this.#components.signal,
      onFailure: (failure) => this.#fail(failure),
    });
  }

  /** The time of the plan begins. */
  #begin({ record, swarm }: MadeParts): void {
    this.startedAt = monotonicNow();
    record.tell({ type: 'run-phase', phase: 'running' });
    this.#parts.machine.begin();
    swarm.begin();
  }

  async #check({ content, record, hands }: MadeParts): Promise<void> {
    const complete = new Set(
      record.progress.leeches.flatMap(({ completedAt, member }) => (completedAt === undefined ? [] : [member.name])),
    );
    const peers = [...this.#order.plan.peers, ...hands.added].filter(({ name }) => complete.has(name));
    await checkCopies(peers, {
      folder: this.#components.folder,
      sums: content.sums,
      signal: this.#components.signal,
      onBegin: (peer) => this.#enter('checking', `checking the files of ${peer}`),
      onChecked: (peer, differs) => this.checked.set(peer, differs),
    });
  }
}
