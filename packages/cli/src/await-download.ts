import type { StorageErrorCode, TorrentHandle } from '@seedbed/peer';
import { formatDuration } from '@seedbed/settings';
import { failure } from './problem.ts';

const LOOK_EVERY_MS = 100;

export interface DownloadWatch {
  readonly signal: AbortSignal;
  /** Give up when no byte has come for so long, ms; 0 never does. */
  readonly stallAfter: number;
  /** What is known about why nothing comes. */
  readonly knownTrouble: () => string | undefined;
  /** Told some times a second. */
  readonly onLook: () => void;
}

/**
 * Waits until a torrent is complete and verified.
 *
 * @throws Problem when the disk refuses, nothing arrives any more, or somebody removes it; the reason of the signal
 */
export const awaitDownload = (torrent: TorrentHandle, watch: DownloadWatch): Promise<void> =>
  new Promise((resolve, reject) => {
    const { signal, stallAfter, knownTrouble, onLook } = watch;
    let arrived = -1;
    let arrivedAt = performance.now();
    const end = (settle: () => void): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', abort);
      torrent.off('complete', complete).off('paused', paused).off('stopped', stopped);
      settle();
    };
    const abort = (): void => end(() => reject(signal.reason));
    const complete = (): void => end(resolve);
    const paused = (reason: string, code?: StorageErrorCode): void => {
      const remedy = code === 'no-room' ? 'make room' : 'put that right';
      end(() => reject(failure(`${reason}; what is verified is kept: ${remedy} and give the same command again`)));
    };
    const stopped = (): void =>
      end(() => reject(failure(`${torrent.metainfo.name} was removed by the control address`)));
    const look = (): void => {
      onLook();
      const { downloaded, allocated, stage } = torrent.status();
      const now = performance.now();
      const moved = downloaded + (allocated?.done ?? 0);
      // Nothing is to arrive while somebody has paused it, or its content is looked through.
      const isWaiting = stage === 'paused' || stage === 'checking';
      if (moved !== arrived || isWaiting) {
        arrived = moved;
        arrivedAt = now;
      } else if (stallAfter > 0 && now - arrivedAt > stallAfter) {
        const reason = knownTrouble() ?? 'no peer has sent anything';
        end(() => reject(failure(`nothing has arrived for ${formatDuration(stallAfter)}: ${reason}`)));
      }
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    signal.addEventListener('abort', abort);
    torrent.on('complete', complete).on('paused', paused).on('stopped', stopped);
    if (signal.aborted) abort();
    const { stage, trouble = 'the disk refuses', troubleCode } = torrent.status();
    if (stage === 'paused') paused(trouble, troubleCode);
  });
