import { monotonicNow } from '../monotonic-clock.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import type { PeerRecord } from './peer-record.ts';

// A peer feeds four others at once (BEP 3), so one piece may take four times as long as the link alone would need;
// three pieces' worth of silence is no accident any more.
const SLOTS = 4;
const PIECES = 3;

/**
 * How long a run may go without progress before it is given up, ms. Progress is seen by whole pieces, so that slow
 * links stretch the time that was asked for. `rate` is the slower direction of a peer's link, bytes per second.
 */
export const stallTime = (stallAfter: number, pieceLength: number, rate: number): number =>
  Math.max(stallAfter, ((PIECES * SLOTS * pieceLength) / rate) * 1_000);

/**
 * The rate at which the next piece may have to come, bytes per second: that of the fastest seed, or of the slowest leech's
 * downlink.
 */
export const slowestWay = ({ peers }: RunPlan): number => {
  const seeds = peers.filter(({ role }) => role === 'seed').map(({ link }) => link.upload);
  const leeches = peers.filter(({ role }) => role === 'leech').map(({ link }) => link.download);
  return Math.min(seeds.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...seeds), ...leeches);
};

const MOST_NAMES = 5;

/** Who is not there yet, and what is known about why. */
export const stallReport = (records: readonly PeerRecord[]): string => {
  const unfinished = records.filter(({ completedAt, member }) => completedAt === undefined && member.role === 'leech');
  const names = unfinished.slice(0, MOST_NAMES).map(({ member, have }) => `${member.name} (${have} pieces)`);
  if (unfinished.length > MOST_NAMES) names.push(`${unfinished.length - MOST_NAMES} more`);
  // Whoever has everything by now held nobody up; a seed that nobody hears of does.
  const seeds = records.filter(({ member }) => member.role === 'seed');
  const troubled = [...unfinished, ...seeds].find(
    ({ announceFailure, fault }) => announceFailure !== undefined || fault !== undefined,
  );
  const trouble = troubled?.fault ?? `the tracker: ${troubled?.announceFailure}`;
  return `${names.join(', ')} not complete${troubled === undefined ? '' : `; ${troubled.member.name}: ${trouble}`}`;
};

/** Calls `onStall` once, when `lastProgress()` lies more than `patience` ms back. Returns what ends the watch. */
export const watchStall = (patience: number, lastProgress: () => number, onStall: () => void): (() => void) => {
  const timer = setInterval(() => {
    if (monotonicNow() - lastProgress() <= patience) return;
    clearInterval(timer);
    onStall();
  }, 250);
  return () => clearInterval(timer);
};
