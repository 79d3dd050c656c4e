import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import { messageOf, SwarmFailure } from '../failure.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { RunSummariser } from '../report/summarise-run.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import { EventCollector, type EventCounts } from './event-collector.ts';
import type { Member } from './member.ts';
import { TRACKER_NAME } from './run-tracker.ts';
import { SwarmProgress } from './swarm-progress.ts';

/** What events call the launcher of a run. */
const LAUNCHER_NAME = 'launcher';

export interface RunRecordOptions {
  /** The file to write. */
  readonly path: string;
  readonly plan: RunPlan;
  readonly members: readonly Member[];
  /** Lengths are bytes. */
  readonly content: { readonly length: number; readonly pieceLength: number };
  /** Told for every event, as the line that it is in the file. */
  readonly onLine: (line: string) => void;
  /** Told after every event. */
  readonly onChange: () => void;
  readonly onFailure: (failure: SwarmFailure) => void;
}

/** What is heard of a run, what the launcher tells of it itself, and what both come to. */
export class RunRecord {
  readonly progress: SwarmProgress;
  readonly summariser: RunSummariser;
  /** Takes what the tracker tells. */
  readonly readTracker: (text: string) => void;
  readonly #collector: EventCollector;
  #isStopping = false;

  private constructor(collector: EventCollector, progress: SwarmProgress, summariser: RunSummariser) {
    this.#collector = collector;
    this.progress = progress;
    this.summariser = summariser;
    this.readTracker = collector.reader([TRACKER_NAME]);
  }

  /** Makes the file, which must not be there. */
  static async open(options: RunRecordOptions): Promise<RunRecord> {
    const { path, plan, members, content, onLine, onChange, onFailure } = options;
    const progress = new SwarmProgress(members, content.length);
    const summariser = new RunSummariser(plan, content);
    const collector = await EventCollector.open({
      path,
      onEvent: (event) => {
        progress.apply(event);
        onChange();
      },
      onLine,
      onOrdered: (event) => summariser.apply(event),
      onFailure: (error) =>
        onFailure(new SwarmFailure('record-failed', `the events can't be written: ${messageOf(error)}`)),
    });
    return new RunRecord(collector, progress, summariser);
  }

  get counts(): EventCounts {
    return this.#collector.counts;
  }

  /** A reader for what the peers of one process tell. */
  reader(peers: readonly string[]): (text: string) => void {
    return this.#collector.reader(peers);
  }

  /** Adds an event of the launcher's own: after the word that all is being stopped, no more. */
  tell(body: SwarmEventBody): void {
    if (this.#isStopping) return;
    this.#isStopping = body.type === 'run-phase' && body.phase === 'stopping';
    this.#collector.tell({ t: monotonicNow(), peer: LAUNCHER_NAME, ...body } as SwarmEvent);
  }

  /** Writes what is left. */
  close(): Promise<void> {
    return this.#collector.close();
  }
}
