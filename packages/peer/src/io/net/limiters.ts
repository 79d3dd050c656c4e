import type { RateLimits } from '../../rate-limits.ts';
import { type OuterLimiter, RateLimiter } from './rate-limiter.ts';

/** What stands around the limiters of both directions. */
export interface OuterLimiters {
  readonly uploads?: OuterLimiter;
  readonly downloads?: OuterLimiter;
}

/** The limiters of a torrent, or of all torrents of a daemon together, in both directions. */
export class Limiters {
  readonly uploads: RateLimiter;
  readonly downloads: RateLimiter;

  /** @param limits what is left out has no limit; @param outer keeps these and others to its limits together */
  constructor(limits: Partial<RateLimits>, now: () => number, outer?: OuterLimiters) {
    const { upload = Number.POSITIVE_INFINITY, download = Number.POSITIVE_INFINITY } = limits;
    this.uploads = new RateLimiter(upload, now, outer?.uploads);
    this.downloads = new RateLimiter(download, now, outer?.downloads);
  }

  get limits(): RateLimits {
    return { upload: this.uploads.rate, download: this.downloads.rate };
  }

  /** Changes the limits that are given, at once. @throws RangeError when one is not above 0 */
  set({ upload, download }: Partial<RateLimits>): void {
    if (upload !== undefined) this.uploads.setRate(upload);
    if (download !== undefined) this.downloads.setRate(download);
  }

  /** Forgets who waits. */
  close(): void {
    this.uploads.close();
    this.downloads.close();
  }
}
