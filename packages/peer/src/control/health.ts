import { ControlError } from '@seedbed/control';
import type { TorrentStage, TorrentStatus } from '../torrent-status.ts';

/** The answer to `/healthz`. It is open to everybody who can reach the address, so it names no torrent. */
export interface Health {
  readonly status: 200 | 503;
  readonly body: {
    readonly status: 'ok' | 'incomplete';
    /** There are torrents, and every one is complete and verified. */
    readonly complete: boolean;
    readonly torrents: Readonly<Record<TorrentStage, number>>;
  };
}

const BAD_COMPLETE = new ControlError('bad-request', 'complete: write ?complete or ?complete=true, or leave it out');

/** Whether `?complete` (or `?complete=true`) is asked for. */
export function asksForComplete(query: string): boolean | ControlError {
  const given = new URLSearchParams(query).getAll('complete');
  return given.every((value) => value === '' || value === 'true') ? given.length > 0 : BAD_COMPLETE;
}

/** 200; where it is asked for completeness 503 until every torrent is complete and verified. */
export function health(mustBeComplete: boolean, torrents: readonly TorrentStatus[]): Health {
  const complete = torrents.length > 0 && torrents.every((torrent) => torrent.complete);
  const isHealthy = complete || !mustBeComplete;
  const counts = { checking: 0, allocating: 0, running: 0, paused: 0, stopped: 0 };
  for (const { stage } of torrents) counts[stage]++;
  return {
    status: isHealthy ? 200 : 503,
    body: { status: isHealthy ? 'ok' : 'incomplete', complete, torrents: counts },
  };
}
