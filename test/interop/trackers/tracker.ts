import type { Running } from '../../e2e/harness/seedbed.ts';
import type { Transport } from '../route.ts';
import type { Scraped } from '../scrape.ts';
import type { Stories } from '../told.ts';

/** A record lags some milliseconds behind, so that it and the statistics may differ for so long. */
export type Heard = { readonly ok: true; readonly stories: Stories } | { readonly ok: false; readonly failure: string };

/** A tracker at work. */
export interface RunningTracker {
  readonly program: Running;
  readonly announce: string;
  /** How many it knows of its torrent. One that can be asked in several ways has to say the same in all of them. */
  counts(): Promise<Scraped>;
  /** What it was told by whom, or what speaks against that by now; absent where it keeps no record. */
  stories?(): Promise<Heard>;
}

/** A tracker that both sides announce to. */
export interface Tracker {
  readonly name: string;
  /** Why it can't take part, where it can't. */
  obstacle(): string | undefined;
  /** Starts it at an address, for one torrent that is announced over this. */
  start(ip: string, infoHashHex: string, transport: Transport): Promise<RunningTracker>;
}
