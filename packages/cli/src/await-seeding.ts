import type { TorrentHandle } from '@seedbed/peer';
import { isServed, type SeedingGoal } from './seeding-goal.ts';

const LOOK_EVERY_MS = 100;

export interface SeedingWatch {
  readonly goal: SeedingGoal;
  /** Asks to leave earlier: everything is there, which is what counts. */
  readonly signal: AbortSignal;
  /** Told some times a second. @param elapsed ms since the torrent is complete */
  readonly onLook: (elapsed: number) => void;
}

/** Waits until a complete torrent has been served enough, has left its daemon, or is asked to leave. */
export const awaitSeeding = (torrent: TorrentHandle, { goal, signal, onLook }: SeedingWatch): Promise<void> =>
  new Promise((resolve) => {
    const begin = performance.now();
    const end = (): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', end);
      torrent.off('stopped', end);
      resolve();
    };
    const look = (): void => {
      const elapsed = performance.now() - begin;
      if (isServed(goal, torrent.status(), elapsed)) return end();
      onLook(elapsed);
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    signal.addEventListener('abort', end);
    torrent.on('stopped', end);
    if (signal.aborted) end();
    else look();
  });
