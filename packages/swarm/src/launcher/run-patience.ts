import { formatDuration } from '@seedbed/settings';
import { SwarmFailure } from '../failure.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { Change } from './change.ts';
import type { LiveSwarm } from './live-swarm.ts';
import type { RunOrder } from './run-order.ts';
import { slowestWay, stallReport, stallTime, watchStall } from './stall.ts';
import type { SwarmProgress } from './swarm-progress.ts';
import { LONGEST_WAIT } from './timetable.ts';

/** Events come some 20 ms after what they tell of; on a machine that is full later. */
const EVENTS_PATIENCE = 1_000;

export interface RunPatienceComponents {
  readonly order: RunOrder;
  /** Bytes. */
  readonly pieceLength: number;
  readonly swarm: LiveSwarm;
  readonly progress: SwarmProgress;
  /** Told whenever what is waited for may have come true. */
  readonly changed: Change;
  /** Ends all waiting: the user's wish, or a failure. */
  readonly signal: AbortSignal;
  /** The user's wish to end. */
  readonly interruption: AbortSignal;
  readonly onFailure: (failure: SwarmFailure) => void;
}

/** What a run waits for, and when it is given up: when nothing comes forward any more, or its time is over. */
export class RunPatience {
  readonly #components: RunPatienceComponents;
  /** Without any progress, ms. */
  readonly #stallTime: number;

  constructor(components: RunPatienceComponents) {
    this.#components = components;
    const { order, pieceLength } = components;
    this.#stallTime = stallTime(order.request.stallAfter, pieceLength, slowestWay(order.plan));
  }

  /** Leeches ask the tracker as soon as they run; so every seed that is there has to be known to it by then. */
  async untilSeedsAreReady(): Promise<void> {
    const { swarm, progress } = this.#components;
    const seeds = progress.records.filter(({ member }) => swarm.peer(member.name)?.stage !== 'awaited');
    await this.#until(() => swarm.isUp && seeds.every(({ announced }) => announced));
  }

  /** Until nothing that matters can come any more, and all of it was heard. */
  async untilOver(): Promise<void> {
    const { swarm, order, onFailure } = this.#components;
    const giveUp = (): void => onFailure(new SwarmFailure('too-long', this.#tooLong));
    const late = setTimeout(giveUp, Math.min(order.duration, LONGEST_WAIT));
    try {
      await this.#until(() => swarm.isOver);
    } catch (error) {
      if (this.#isEndBy(error)) return;
      throw error;
    } finally {
      clearTimeout(late);
    }
    await this.#hearOut();
  }

  /** Waits for what the events tell; gives up when nothing comes forward any more. */
  async #until(isTrue: () => boolean): Promise<void> {
    const { swarm, progress, changed, signal, onFailure } = this.#components;
    const begin = monotonicNow();
    const last = (): number => Math.max(begin, progress.lastProgress, swarm.lastDeedAt);
    const endWatch = watchStall(this.#stallTime, last, () => {
      const report = stallReport(progress.records);
      onFailure(new SwarmFailure('stalled', `no progress for ${formatDuration(this.#stallTime)}: ${report}`));
    });
    try {
      await changed.until(isTrue, signal);
    } finally {
      endWatch();
    }
  }

  /** So that the record tells of every completion before it tells that all leave. What is lost is not waited for. */
  async #hearOut(): Promise<void> {
    const { progress, changed, signal } = this.#components;
    const patience = AbortSignal.timeout(EVENTS_PATIENCE);
    try {
      await changed.until(() => progress.isUpToDate, AbortSignal.any([signal, patience]));
    } catch (error) {
      if (error !== patience.reason) throw error;
    }
  }

  /** Nothing comes forward any more: for who expects no more than that, it is the end of the run and no failure. */
  #isEndBy(error: unknown): boolean {
    const { order, interruption } = this.#components;
    const mayStall = !order.request.scenario.expect.some(({ kind }) => kind === 'all-complete');
    return mayStall && !interruption.aborted && error instanceof SwarmFailure && error.code === 'stalled';
  }

  get #tooLong(): string {
    const { order, progress } = this.#components;
    return `given up after ${formatDuration(order.duration)}: ${stallReport(progress.records)}`;
  }
}
