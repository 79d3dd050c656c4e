import type { AnnounceEvent } from '@seedbed/protocol';

/** One announce as the tracker saw it, for those who want to tell its side of a run. */
export type AnnounceSeen = AnnounceHeard | AnnounceUnread;

/** One that was not understood. */
interface AnnounceUnread {
  /** As of `AnnounceHeard`. */
  readonly t: number;
  readonly ip: string;
  readonly failure: string;
  readonly infoHash?: undefined;
}

/** One that was understood. */
export interface AnnounceHeard {
  /** Milliseconds of the monotonic clock that all processes of the machine share. */
  readonly t: number;
  readonly infoHash: Uint8Array;
  readonly peerId: Uint8Array;
  /** Where it came from, and the port that it claims. */
  readonly ip: string;
  readonly port: number;
  readonly event: AnnounceEvent | 'periodic';
  /** Bytes, by its own words. */
  readonly uploaded: number;
  readonly downloaded: number;
  readonly left: number;
  /** Peers that it was given. */
  readonly peers: number;
  /** Seeds and leeches of the swarm afterwards. */
  readonly complete: number;
  readonly incomplete: number;
  /** Why it got no peers, if it was refused; the three figures above are 0 then. */
  readonly failure?: string | undefined;
}

/** Who is told of announces, if anybody. */
export type OnAnnounce = ((announce: AnnounceSeen) => void) | undefined;

/** Tells both. Nobody is called for nobody: it would cost each announce. */
export function bothOf(first: OnAnnounce, second: OnAnnounce): OnAnnounce {
  if (first === undefined || second === undefined) return first ?? second;
  return (seen) => {
    first(seen);
    second(seen);
  };
}
