import type { TorrentStatus } from '@seedbed/peer';
import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import type { Page } from './page.ts';
import { percent, progressBar } from './progress-bar.ts';
import type { ShownStatus } from './rate-settling.ts';
import type { SeedingGoal } from './seeding-goal.ts';

const WIDEST = 100;
const PERCENT_WIDTH = 6;

/** The part of the wanted files that is verified, 0 to 1. */
const partOf = ({ left, wanted }: Pick<TorrentStatus, 'left' | 'wanted'>): number =>
  wanted === 0 ? 1 : 1 - left / wanted;

const timeToGo = ({ left, downloadRate = 0 }: ShownStatus): string[] =>
  downloadRate > 0 && left > 0 ? [`${formatDuration(Math.ceil(left / downloadRate) * 1_000)} to go`] : [];

const peersText = ({ peers, unchoking }: ShownStatus): string =>
  peers === 0 ? 'no peers' : `${formatCount(peers, 'peer')}, ${unchoking} unchoking us`;

const makingRoom = ({ done, total }: NonNullable<TorrentStatus['allocated']>): string =>
  `${formatSize(done)} of ${formatSize(total)} of room made`;

/** Why nothing comes, or what else a user should know; undefined when all is well. @param trouble with the tracker */
const stateOf = (status: ShownStatus, trouble: string | undefined): string | undefined => {
  const { peers, interesting, unchoking, stage, allocated } = status;
  if (allocated !== undefined) return makingRoom(allocated);
  if (stage === 'paused') return status.trouble ?? 'paused';
  if (peers === 0) return trouble ?? 'nobody is connected yet';
  if (interesting === 0) {
    return peers === 1 ? 'the peer has nothing that is missing here' : 'no peer has anything that is missing here';
  }
  if (unchoking === 0) return 'we are choked and wait for our turn';
  return trouble;
};

/** One line, cut where the terminal ends. */
const fitted = (text: string, columns: number): string =>
  text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;

/** The two ends of a line. */
const titled = (left: string, right: string, columns: number, { paint }: Page): string => {
  const name = fitted(left, columns - right.length - 2);
  return `${paint('bold', name)}${right.padStart(columns - name.length)}`;
};

/** Below this rate nothing is said to come: the tail of an average. */
const LEAST_RATE = 1;

const rates = ({ downloadRate, uploadRate }: ShownStatus, { paint }: Page): string => {
  const down = downloadRate === undefined || downloadRate < LEAST_RATE ? 'dim' : 'green';
  const downText = downloadRate === undefined ? '…' : formatRate(downloadRate);
  const up = uploadRate < LEAST_RATE ? 'dim' : 'cyan';
  return `${paint(down, `↓ ${downText.padEnd(10)}`)}  ${paint(up, `↑ ${formatRate(uploadRate).padEnd(10)}`)}`;
};

/** A download as a terminal shows it: name, bar, figures, and what is wrong if something is. */
export const downloadLines = (status: ShownStatus, trouble: string | undefined, page: Page): string[] => {
  const columns = Math.min(WIDEST, page.columns - 1);
  const { allocated } = status;
  const part = allocated === undefined ? partOf(status) : allocated.done / allocated.total;
  const sizes = `${formatSize(status.wanted - status.left)} of ${formatSize(status.wanted)}`;
  const state = stateOf(status, trouble);
  return [
    titled(status.name, sizes, columns, page),
    `${progressBar(part, columns - PERCENT_WIDTH, page.paint)}  ${percent(part)}`,
    [rates(status, page), [...timeToGo(status), peersText(status)].join(', ')].join('  '),
    ...(state === undefined ? [] : [page.paint('yellow', fitted(state, columns))]),
  ];
};

/** The same in one line, for logs. */
export const downloadLine = (status: ShownStatus): string => {
  const { name, downloadRate, uploadRate, allocated } = status;
  if (allocated !== undefined) return `${name}: ${makingRoom(allocated)}`;
  const down = downloadRate === undefined ? [] : [`${formatRate(downloadRate)} down`];
  const flow = [...down, `${formatRate(uploadRate)} up`, ...timeToGo(status)];
  // Trouble with the tracker has a line of its own already.
  const state = stateOf(status, undefined);
  const facts = [percent(partOf(status)).trim(), ...flow, peersText(status)].join(', ');
  return `${name}: ${facts}${state === undefined || status.peers === 0 ? '' : `; ${state}`}`;
};

/** What an interrupted download leaves behind. */
export const keptLine = (status: TorrentStatus, dir: string): string => {
  const { name, left, wanted } = status;
  if (left === wanted && wanted > 0) return `interrupted: no piece of ${name} was there yet, so nothing of it is kept`;
  const part = percent(partOf(status)).trim();
  return `interrupted: ${part === '0%' ? 'less than 1%' : part} of ${name} is kept in ${dir}, the same command goes on from there`;
};

/** How far a seed has come, and how far it has to go. */
const served = (goal: SeedingGoal, status: TorrentStatus, elapsed: number): string[] => {
  const sent = status.wanted === 0 ? 0 : status.uploaded / status.wanted;
  const ratio = `ratio ${sent.toFixed(2)}${goal.ratio === undefined ? '' : ` of ${goal.ratio}`}`;
  const left =
    goal.time === undefined
      ? []
      : [`${formatDuration(Math.max(0, Math.ceil((goal.time - elapsed) / 1_000)) * 1_000)} left`];
  return [`${formatSize(status.uploaded)} sent`, ratio, ...left];
};

/** A complete torrent that is served for a while, as a terminal shows it. @param elapsed ms since it is */
export const seedingLines = (status: TorrentStatus, goal: SeedingGoal, elapsed: number, page: Page): string[] => {
  const columns = Math.min(WIDEST, page.columns - 1);
  const right = served(goal, status, elapsed).join(', ');
  const up = page.paint(
    status.uploadRate < LEAST_RATE ? 'dim' : 'cyan',
    `↑ ${formatRate(status.uploadRate).padEnd(10)}`,
  );
  return [titled(`seeding ${status.name}`, right, columns, page), `${up}  ${formatCount(status.peers, 'peer')}`];
};

/** The same in one line, for logs. */
export const seedingLine = (status: TorrentStatus, goal: SeedingGoal, elapsed: number): string =>
  `seeding ${status.name}: ${[`${formatRate(status.uploadRate)} up`, ...served(goal, status, elapsed), formatCount(status.peers, 'peer')].join(', ')}`;
