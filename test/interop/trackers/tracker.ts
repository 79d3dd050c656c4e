import type { Running } from '../../e2e/harness/seedbed.ts';
import type { Transport } from '../route.ts';
import type { Scraped } from '../scrape.ts';
import type { Stories } from '../told.ts';

/** A tracker at work. */
export interface RunningTracker {
  readonly program: Running;
  readonly announce: string;
  /** How many it knows of its torrent. One that can be asked in several ways has to say the same in all of them. */
  counts(): Promise<Scraped>;
  /**
   * What it was told by whom; absent where it keeps no record.
   *
   * @throws Error when it has refused something, or its statistics say something else
   */
  stories?(): Promise<Stories>;
}

/** A tracker that both sides announce to. */
export interface Tracker {
  readonly name: string;
  /** Why it can't take part, where it can't. */
  obstacle(): string | undefined;
  /** Starts it at an address, for one torrent that is announced over this. */
  start(ip: string, infoHashHex: string, transport: Transport): Promise<RunningTracker>;
}
