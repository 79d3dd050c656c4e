import type { AnnounceAnswer, AnnounceRequest } from '@seedbed/protocol';

/** An answer of a tracker, or why there is none, in words for the user. */
export type AnnounceOutcome =
  | { readonly ok: true; readonly answer: AnnounceAnswer }
  | { readonly ok: false; readonly reason: string };

/** Announces to trackers of one kind of URL. Never rejects. */
export interface TrackerClient {
  /** @param timeout ms for the whole answer; @param signal gives up early */
  announce(url: URL, request: AnnounceRequest, timeout: number, signal: AbortSignal): Promise<AnnounceOutcome>;
}
