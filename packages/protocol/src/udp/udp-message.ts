import type { AnnounceAnswer } from '../announce/announce-answer.ts';
import type { AnnounceRequest } from '../announce/announce-request.ts';
import type { ScrapeCounts } from '../scrape/scrape-entry.ts';

/** What every request after `connect` begins with (BEP 15). */
export interface UdpHeader {
  /** 8 bytes that the tracker chose: they prove that the client receives what is sent to its address. */
  readonly connectionId: Uint8Array;
  /** Chosen by the client, 0 to 2^32 - 1; the answer repeats it. */
  readonly transactionId: number;
}

/** A datagram from a client to a tracker (BEP 15). */
export type UdpRequest =
  | { readonly type: 'connect'; readonly transactionId: number }
  /** `urlData` is path and query of the tracker's URL (BEP 41), empty where the client sent none. */
  | (UdpHeader & { readonly type: 'announce'; readonly announce: AnnounceRequest; readonly urlData: string })
  | (UdpHeader & { readonly type: 'scrape'; readonly infoHashes: readonly Uint8Array[] });

/** A datagram from a tracker to a client (BEP 15). */
export type UdpAnswer =
  | (UdpHeader & { readonly type: 'connect' })
  | { readonly type: 'announce'; readonly transactionId: number; readonly answer: AnnounceAnswer }
  /** As many as were asked for, in the order of the request. */
  | { readonly type: 'scrape'; readonly transactionId: number; readonly torrents: readonly ScrapeCounts[] }
  | { readonly type: 'error'; readonly transactionId: number; readonly message: string };
