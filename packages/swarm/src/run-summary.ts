import type { RunFigures } from './analysis/run-figures.ts';
import type { EventCounts } from './launcher/event-collector.ts';
import type { Verdict } from './scenario/judge-expectation.ts';
import type { ClientName } from './scenario/scenario.ts';

/**
 * How a run ended. Only `verified` means that it came to its own end, and that every leech that is complete holds exactly
 * what the source holds.
 */
export type Outcome = 'verified' | 'failed' | 'interrupted';

/** What was shared. Lengths are bytes. */
export interface ContentResult {
  readonly name: string;
  readonly infoHash: string;
  readonly length: number;
  readonly pieces: number;
  readonly pieceLength: number;
  readonly files: readonly { readonly path: string; readonly length: number; readonly sha256: string }[];
}

/** What a run leaves behind as `summary.json`. Sizes are bytes, rates bytes per second, shares 0 to 1. */
export interface RunSummary {
  readonly schema: 1;
  readonly outcome: Outcome;
  /** In one line, why the run is not verified; null where it is. */
  readonly reason: string | null;
  /** It ended before it could say how: its launcher was killed, or its machine. */
  readonly isCutOff: boolean;
  /** The run's folder. */
  readonly folder: string;
  readonly scenario: {
    readonly name: string;
    readonly description: string | null;
    readonly seedValue: number;
    /** Which of the repetitions this is, from 1; null where there is only one. */
    readonly repetition: number | null;
  };
  readonly content: ContentResult | null;
  /** From its begin to the moment at which all are told to leave, ms. */
  readonly duration: number;
  /** Null when the run ended before its content was known. */
  readonly figures: RunFigures | null;
  /** In the order of the plan: those that never came too. */
  readonly peers: readonly PeerSummary[];
  readonly verdicts: readonly Verdict[];
  readonly links: readonly LinkCheck[];
  readonly machine: MachineCheck;
  readonly events: RecordCounts;
}

/** What the launcher wrote, and what of that a report could not read. */
export interface RecordCounts extends EventCounts {
  /** Lines of the record that are no events. */
  readonly unreadable: number;
  /** Events that were written and are not there any more. */
  readonly missing: number;
}

/** One peer at the end of a run. Times are ms since the start of the run; null is what never came about. */
export interface PeerSummary {
  readonly name: string;
  readonly group: string;
  readonly role: 'seed' | 'leech';
  readonly client: ClientName;
  /** When the plan lets it come. */
  readonly arrival: number;
  /** When it began to take part. */
  readonly startedAt: number | null;
  readonly firstByteAt: number | null;
  readonly completedAt: number | null;
  /** When it left before the end of the run, in order or killed. */
  readonly leftAt: number | null;
  /** Payload of verified pieces, by what the receivers tell. */
  readonly sent: number;
  readonly received: number;
  /** The part of what it received that came from seeds of the plan. */
  readonly fromSeeds: number;
  /** Payload received in vain. */
  readonly wasted: number;
  /** Every file has the SHA-256 of the source's, or every piece its hash where there are no files; null was not checked. */
  readonly verified: boolean | null;
  /** The first file that differs from the source. */
  readonly differs: string | null;
}

/** Whether one direction of a limited link reached its rate while it was busy. */
export interface LinkCheck {
  readonly peer: string;
  readonly direction: 'upload' | 'download';
  /** The rate that was asked for and the one that was reached, bytes per second; null where it was not judged. */
  readonly asked: number;
  readonly reached: number | null;
  /** How long its queue was never empty at most, ms. */
  readonly busy: number;
  /** The share of its rate by which it may miss it: 0.03 where it was busy for 10 s, 0.1 for 2 s. */
  readonly tolerance: number | null;
  /** Within that. */
  readonly ok: boolean | null;
  /** Why it was not judged; null where it was. */
  readonly unjudged: string | null;
}

/** Whether the machine had room for the run: a figure of a machine that was too busy says nothing of the swarm. */
export interface MachineCheck {
  readonly processors: number;
  /** Share of the time of all processors that was taken in the busiest second, by whatever runs on the machine. */
  readonly busiest: number;
  /** The worst lateness of an event loop of the run, ms. */
  readonly lateness: number;
  readonly believed: boolean;
  /** Why not, each in one line. */
  readonly doubts: readonly string[];
}

/** Several runs of one scenario, told together: `summary.json` above their folders. */
export interface RepeatedSummary {
  readonly schema: 1;
  /** Verified only where each run is. */
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly folder: string;
  readonly scenario: RunSummary['scenario'];
  /** In the order of the repetitions. */
  readonly runs: readonly RunSummary[];
  /** The median of each figure that an expectation can name, over the runs in which it came about. */
  readonly medians: Readonly<Record<string, number | null>>;
  readonly verdicts: readonly Verdict[];
}
