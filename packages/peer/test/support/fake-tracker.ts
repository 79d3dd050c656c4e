import type { AnnounceAnswer, AnnounceRequest, ScrapeEntry } from '@seedbed/protocol';

/** What a tracker for tests was asked. */
export type Asked = {
  /** The address that the request came from. */
  readonly from: string;
  /** Path and query of the tracker's URL as they came, without what the request adds. */
  readonly urlData: string;
} & (
  | { readonly type: 'announce'; readonly announce: AnnounceRequest }
  | { readonly type: 'scrape'; readonly infoHashes: readonly Uint8Array[] }
);

/** How a tracker for tests answers; it refuses with the text. */
export type Behaviour =
  | { readonly type: 'answer'; readonly answer: AnnounceAnswer; readonly counts: Omit<ScrapeEntry, 'infoHash'> }
  | { readonly type: 'refuse'; readonly text: string }
  | { readonly type: 'rubbish' }
  | { readonly type: 'silent' };

/** A tracker for the tests of clients. It is gone after the test. */
export interface FakeTracker {
  /** `http://…` or `udp://…`, up to the port. */
  readonly origin: string;
  readonly asked: Asked[];
  behaviour: Behaviour;
  close(): void;
}

export const ANSWERING: Extract<Behaviour, { type: 'answer' }> = {
  type: 'answer',
  answer: { interval: 1800, complete: 3, incomplete: 4, peers: [] },
  counts: { complete: 3, downloaded: 5, incomplete: 4 },
};
