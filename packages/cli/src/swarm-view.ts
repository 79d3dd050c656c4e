import { formatDuration, formatRate } from '@seedbed/settings';
import type { LeechProgress, SwarmStatus } from '@seedbed/swarm';
import type { Paint } from './paint.ts';
import { percent, progressBar } from './progress-bar.ts';

/** What of a terminal the view needs to know. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

// Around the bar: name, percent, rate and state with their gaps take some 50 columns.
const BESIDE_BAR = 50;
const WIDEST_BAR = 50;
// Above and below the bars: the phase, the sum, and the line of the cursor.
const OTHER_ROWS = 4;

const partOf = ({ bytes }: LeechProgress, length: number): number => (length === 0 ? 0 : bytes / length);

const bar = (leech: LeechProgress, length: number, nameWidth: number, screen: Screen): string => {
  const width = Math.max(10, Math.min(WIDEST_BAR, screen.columns - BESIDE_BAR));
  const part = partOf(leech, length);
  const rate = leech.rate === 0 ? '' : formatRate(leech.rate);
  const cells = [
    leech.name.padEnd(nameWidth),
    progressBar(part, width, screen.paint),
    percent(part),
    rate.padStart(11),
    leech.state,
  ];
  return cells.join('  ');
};

const countOf = (leeches: readonly LeechProgress[], state: LeechProgress['state']): number =>
  leeches.filter((leech) => leech.state === state).length;

const total = ({ leeches, length, toGo }: SwarmStatus): string => {
  const part = leeches.reduce((sum, leech) => sum + partOf(leech, length), 0) / leeches.length;
  const running = leeches.filter(({ state }) => state === 'starting' || state === 'downloading');
  const rate = running.reduce((sum, leech) => sum + leech.rate, 0);
  const complete = `${countOf(leeches, 'complete')} of ${leeches.length} leeches complete`;
  return [
    complete,
    percent(part).trim(),
    ...(running.length === 0 ? [] : [formatRate(rate)]),
    ...(toGo === undefined ? [] : [`at least ${formatDuration(toGo)} to go`]),
  ].join(', ');
};

const activityOf = ({ activity, repetition }: SwarmStatus): string =>
  repetition === undefined ? activity : `run ${repetition.number} of ${repetition.of}, ${activity}`;

/** A run as a terminal shows it: a bar for each leech, those that are not complete first where there are too many. */
export const swarmLines = (status: SwarmStatus, screen: Screen): string[] => {
  const { leeches, length } = status;
  const activity = activityOf(status);
  if (leeches.length === 0) return [`${activity}…`];
  const room = Math.max(1, screen.rows - OTHER_ROWS);
  const fits = leeches.length <= room;
  const shown = fits ? leeches : leeches.filter(({ state }) => state !== 'complete').slice(0, room - 1);
  const nameWidth = Math.max(...leeches.map(({ name }) => name.length));
  const hidden = leeches.length - shown.length;
  return [
    ...shown.map((leech) => bar(leech, length, nameWidth, screen)),
    ...(hidden === 0 ? [] : [`… and ${hidden} more`]),
    `${activity}: ${total(status)}`,
  ];
};

/** The same in one line, for logs. */
export const swarmLine = (status: SwarmStatus): string =>
  status.leeches.length === 0 ? activityOf(status) : `${activityOf(status)}: ${total(status)}`;
