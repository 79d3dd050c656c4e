import { randomInt } from 'node:crypto';
import { type Running, start } from './seedbed.ts';

/** An address of 127/8 that no other test has picked, with a port that is free. */
export const ownAddress = (): string => `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}:0`;

/** Starts a tracker; answers it and its announce URL. */
export const startTracker = async (): Promise<{ tracker: Running; announce: string }> => {
  const tracker = start(['tracker', '--http', ownAddress()]);
  const [, announce = ''] = await tracker.says(/^tracker ready: (\S+)$/m);
  return { tracker, announce };
};

/** Starts a seed of a file or folder; answers it and where it listens. */
export const startSeed = async (path: string, announce: string): Promise<{ seed: Running; address: string }> => {
  const seed = start(['seed', path, '--announce', announce, '--listen', ownAddress()]);
  const [, address = ''] = await seed.says(/^seed ready: ([^,]+), 1 torrent$/m);
  return { seed, address };
};

/** Starts the download of `path`.torrent into `dir`. */
export const startGet = (torrent: string, dir: string, ...flags: string[]): Running =>
  start(['get', torrent, '--dir', dir, '--listen', ownAddress(), ...flags]);
