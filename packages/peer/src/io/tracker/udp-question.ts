import type { AnnounceRequest, UdpAnswer } from '@seedbed/protocol';

/** What is asked of a tracker over UDP, apart from the ids that the protocol needs. */
export type UdpQuestion =
  | { readonly type: 'announce'; readonly announce: AnnounceRequest; readonly urlData: string }
  | { readonly type: 'scrape'; readonly infoHashes: readonly Uint8Array[] };

/** The answer to a question, or why there is none, in words for the user. */
export type UdpOutcome =
  | { readonly ok: true; readonly answer: Extract<UdpAnswer, { type: 'announce' | 'scrape' }> }
  | { readonly ok: false; readonly reason: string };
