import type { SwarmEvent } from '@seedbed/events';
import { RunAnalysis } from '../analysis/run-analysis.ts';
import type { EventCounts } from '../launcher/event-collector.ts';
import type { PeerSummary, RunSummary } from '../run-summary.ts';
import type { Expectation } from '../scenario/expectation.ts';
import { judgeCutOff } from '../scenario/judge-cut-off.ts';
import { judgeExpectation } from '../scenario/judge-expectation.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import { factsOfRun } from './facts-of-plan.ts';
import { type PeerCheck, PeerHistories } from './peer-histories.ts';
import { RunClock } from './run-clock.ts';

/** What a summary says that no event tells: the launcher alone knows it. */
export interface RunTestimony
  extends Pick<RunSummary, 'outcome' | 'reason' | 'folder' | 'scenario' | 'content' | 'links' | 'machine'> {
  /** Not while there is somebody who can say so. */
  readonly isCutOff?: boolean;
  readonly events: EventCounts;
  /** Lines of its record that are no events, and events that are not in it any more; none while it is written. */
  readonly unreadable?: number;
  readonly missing?: number;
  readonly expectations: readonly Expectation[];
  /** By the names of peers; those that were not checked may be left out. */
  readonly checks: ReadonlyMap<string, PeerCheck>;
  /** Processes that were still there when the run had ended. */
  readonly orphans: number;
}

/**
 * Makes the summary of a run: of its plan, of its events in the order of their times, and of what the launcher alone
 * knows. A run makes its `summary.json` so, and so it can be made anew from what the run left.
 */
export class RunSummariser {
  readonly clock: RunClock;
  readonly #plan: RunPlan;
  readonly #histories = new PeerHistories();
  readonly #analysis: RunAnalysis | undefined;

  /** @param content null when the run ended before its content was known: it has no figures then. */
  constructor(plan: RunPlan, content: Pick<NonNullable<RunSummary['content']>, 'length' | 'pieceLength'> | null) {
    this.#plan = plan;
    this.clock = new RunClock(plan.peers.filter(({ role }) => role === 'leech').map(({ name }) => name));
    this.#analysis = content === null ? undefined : new RunAnalysis(factsOfRun(plan, content));
  }

  apply(event: SwarmEvent): void {
    this.clock.apply(event);
    this.#histories.apply(event);
    this.#analysis?.apply(event);
  }

  summary({
    expectations,
    checks,
    orphans,
    unreadable = 0,
    missing = 0,
    isCutOff = false,
    ...testimony
  }: RunTestimony): RunSummary {
    const figures = this.#analysis?.figures() ?? null;
    const peers = this.#histories.summaries(this.#plan.peers, this.clock, checks);
    const duration = this.clock.end - this.clock.start;
    const { outcome, reason, folder, scenario, content, links, machine, events } = testimony;
    return {
      schema: 1,
      ...{ outcome, reason, isCutOff, folder, scenario, content },
      duration,
      figures,
      peers,
      verdicts: expectations.map((expectation) => {
        if (figures === null) return { expectation: expectation.text, held: null, found: ENDED_EARLY };
        if (isCutOff) return judgeCutOff(expectation, { figures, elapsed: elapsedOf(peers, duration) });
        return judgeExpectation(expectation, { figures, orphans });
      }),
      ...{ links, machine },
      events: { ...events, unreadable, missing },
    };
  }
}

const ENDED_EARLY = 'the run ended before its content was known';

/** Figures count from the first leech on. */
function elapsedOf(peers: readonly PeerSummary[], duration: number): number {
  const starts = peers.flatMap(({ role, startedAt }) => (role === 'leech' && startedAt !== null ? [startedAt] : []));
  return starts.length === 0 ? 0 : duration - Math.min(...starts);
}
