import type { Metainfo, PeerAddress } from '@seedbed/protocol';
import type { DaemonUsage } from '../daemon-usage.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { TorrentHandle } from '../torrent-handle.ts';
import type { TorrentStatus } from '../torrent-status.ts';

/** A daemon as its control address needs it. */
export interface ControlledDaemon {
  readonly torrents: readonly TorrentHandle[];
  readonly limits: RateLimits;
  /** @param infoHash 40 hexadecimal digits, in lower case */
  get(infoHash: string): TorrentHandle | undefined;
  status(): readonly TorrentStatus[];
  usage(): DaemonUsage;
  setLimits(limits: Partial<RateLimits>): void;
  add(
    metainfo: Metainfo,
    options: {
      dir: string;
      within: string;
      force: boolean;
      limits: Partial<RateLimits>;
      connect: readonly PeerAddress[];
    },
  ): Promise<TorrentHandle>;
}
