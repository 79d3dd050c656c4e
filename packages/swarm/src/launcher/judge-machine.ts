import type { MachineCheck } from '../run-summary.ts';
import type { Load } from './host-protocol.ts';

/** How busy a machine was while a swarm ran. */
export interface MachineLoads {
  readonly processors: number;
  /** Share of the time of all processors that was taken, second by second. */
  readonly seconds: readonly number[];
  /** What the processes of the peers told, one for each second of each. */
  readonly processes: readonly Pick<Load, 'lateness' | 'cpu'>[];
}

/** Taken so far, a processor has no time left for who comes next. */
const SATURATED = 0.95;
/** A link may send 50 ms of its rate at once; who comes later than twice that has lost time for good. */
const LATE_MS = 100;
/**
 * Of the seconds. `baseline` alone takes both processors of a small machine in its first rush and in its end game, which with
 * a little beside it was 44 % of its seconds; with a busy loop for each processor beside it, it was all of them.
 */
const TOO_OFTEN_FULL = 0.5;
/** Of the seconds of all processes; 5 to 6 % in both of these runs, whose figures lay 1 % apart. */
const TOO_OFTEN_LATE = 0.1;

/**
 * Whether the machine had room for a run. Where links have no limit the machine itself sets the pace, as is meant: nothing
 * is doubted there.
 */
export function judgeMachine(loads: MachineLoads, hasLimits: boolean): MachineCheck {
  const { processors, seconds, processes } = loads;
  const doubts = hasLimits ? doubtsAbout(loads) : [];
  return {
    processors,
    busiest: Math.max(0, ...seconds),
    lateness: processes.reduce((worst, { lateness }) => Math.max(worst, lateness), 0),
    believed: doubts.length === 0,
    doubts,
  };
}

function doubtsAbout({ seconds, processes }: MachineLoads): string[] {
  const full = shareOf(seconds, (share) => share >= SATURATED);
  const busy = shareOf(processes, ({ cpu }) => cpu >= SATURATED);
  const late = shareOf(processes, ({ lateness }) => lateness > LATE_MS);
  return [
    full > TOO_OFTEN_FULL && `all processors were taken in ${percent(full)} of the seconds`,
    busy > TOO_OFTEN_LATE && `processes of peers had a processor to the full in ${percent(busy)} of their seconds`,
    late > TOO_OFTEN_LATE && `event loops were more than ${LATE_MS} ms late in ${percent(late)} of their seconds`,
  ].filter((doubt) => doubt !== false);
}

const shareOf = <T>(all: readonly T[], is: (one: T) => boolean): number =>
  all.length === 0 ? 0 : all.filter(is).length / all.length;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
