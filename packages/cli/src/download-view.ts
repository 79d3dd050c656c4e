import type { TorrentStatus } from '@seedbed/peer';
import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import { type Paint, percent, progressBar } from './progress-bar.ts';

// Around the bar: percent, rate, time and peers with their gaps take some 50 columns beside the name.
const BESIDE_BAR = 50;
const WIDEST_BAR = 50;
const LONGEST_NAME = 30;

/** The part of the content that is verified, 0 to 1. */
export const partOf = ({ left, length }: TorrentStatus): number => 1 - left / length;

const facts = ({ left, downloadRate, peers }: TorrentStatus): string[] => [
  formatRate(downloadRate),
  ...(downloadRate > 0 && left > 0 ? [`${formatDuration(Math.ceil(left / downloadRate) * 1_000)} to go`] : []),
  formatCount(peers, 'peer'),
];

const shortened = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;

const makingRoom = ({ done, total }: NonNullable<TorrentStatus['allocated']>): string =>
  `${formatSize(done)} of ${formatSize(total)} of room made`;

/** A download as a terminal shows it. */
export const downloadBar = (status: TorrentStatus, columns: number, paint: Paint): string => {
  const { allocated } = status;
  const name = shortened(status.name);
  const width = Math.max(10, Math.min(WIDEST_BAR, columns - BESIDE_BAR - name.length));
  const part = allocated === undefined ? partOf(status) : allocated.done / allocated.total;
  const rest = allocated === undefined ? facts(status) : [makingRoom(allocated)];
  return [name, progressBar(part, width, paint), percent(part), ...rest].join('  ');
};

/** The same in one line, for logs. */
export const downloadLine = (status: TorrentStatus): string => {
  const { name, allocated } = status;
  if (allocated !== undefined) return `${name}: ${makingRoom(allocated)}`;
  return `${name}: ${[percent(partOf(status)).trim(), ...facts(status)].join(', ')}`;
};
