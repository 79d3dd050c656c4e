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

/** 200, or with `?complete` 503 until every torrent is complete and verified. */
export function health(query: string, torrents: readonly TorrentStatus[]): Health {
  const complete = torrents.length > 0 && torrents.every((torrent) => torrent.complete);
  const isHealthy = complete || !new URLSearchParams(query).has('complete');
  const counts = { checking: 0, allocating: 0, running: 0, paused: 0, stopped: 0 };
  for (const { stage } of torrents) counts[stage]++;
  return {
    status: isHealthy ? 200 : 503,
    body: { status: isHealthy ? 'ok' : 'incomplete', complete, torrents: counts },
  };
}
