import type { TorrentStatus } from '@seedbed/peer';

/** How long a complete torrent is served: until the first of both is reached; without either, not at all. */
export interface SeedingGoal {
  /** ms */
  readonly time: number | undefined;
  /** Bytes that were sent since the start, as a multiple of the wanted files. */
  readonly ratio: number | undefined;
}

/** Whether enough was served. @param elapsed ms since the torrent is complete */
export const isServed = ({ time, ratio }: SeedingGoal, { uploaded, wanted }: TorrentStatus, elapsed: number): boolean =>
  (time === undefined && ratio === undefined) ||
  (time !== undefined && elapsed >= time) ||
  (ratio !== undefined && uploaded >= ratio * wanted);
