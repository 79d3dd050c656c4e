import type { Running } from '../../e2e/harness/seedbed.ts';

/** A tracker that both sides announce to. */
export interface Tracker {
  readonly name: string;
  /** Why it can't take part, where it can't. */
  obstacle(): string | undefined;
  /** Starts it at an address, for one torrent; answers its announce URL. */
  start(ip: string, infoHashHex: string): Promise<{ readonly program: Running; readonly announce: string }>;
}
