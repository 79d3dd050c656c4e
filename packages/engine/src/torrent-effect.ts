import type { SwarmEventBody } from '@seedbed/events';
import type { AnnounceEvent, PeerAddress, PeerMessage } from '@seedbed/protocol';
import type { PeerKey } from './torrent-input.ts';

/** Why we end a connection: a closed list, for events and counters. */
export type CloseReason =
  | 'self'
  | 'duplicate'
  | 'too-many-connections'
  /** It is complete and we have all we want. */
  | 'both-complete'
  | 'idle'
  | 'inactive'
  | 'bad-index'
  | 'bad-requests'
  | 'request-too-long'
  | 'unknown-message'
  | 'late-bitfield'
  | 'request-flood'
  | 'unasked-blocks'
  | 'message-flood'
  | 'banned'
  | 'switched-tracker'
  | 'stopping';

/** What is sent as it stands; blocks leave by `send-block`. */
export type OutgoingMessage = Exclude<PeerMessage, { type: 'piece' | 'unknown' }>;

/** What a driver is asked to do, in this order. */
export type TorrentEffect =
  /** Connect and shake hands; answered by `connected` or `dial-failed`. */
  | { readonly type: 'dial'; readonly address: PeerAddress }
  | { readonly type: 'send'; readonly peer: PeerKey; readonly message: OutgoingMessage }
  /** Read the block and send it as a `piece` message; answered by `block-sent`. Few are under way at once, so that a choke can drop the rest. */
  | {
      readonly type: 'send-block';
      readonly peer: PeerKey;
      readonly piece: number;
      readonly begin: number;
      readonly length: number;
    }
  /** End the connection, after what was sent before; answered by `disconnected`. */
  | { readonly type: 'close'; readonly peer: PeerKey; readonly reason: CloseReason }
  /** All blocks of a piece are in: hash it, write it, answer `piece-verified` or `piece-corrupt`. */
  | { readonly type: 'verify'; readonly piece: number }
  /** Blocks of this unfinished piece may be forgotten; one that is just arriving is to be dropped. */
  | { readonly type: 'forget'; readonly piece: number }
  /**
   * Ask a tracker; answered by `announce-answered` or `announce-failed`, also after `stop`: a `stopped` for a tracker that
   * still owes an answer follows that answer. Port and peer id are the driver's to add.
   */
  | {
      readonly type: 'announce';
      readonly tracker: string;
      readonly event: AnnounceEvent | undefined;
      readonly numwant: number;
      readonly uploaded: number;
      readonly downloaded: number;
      readonly left: number;
      readonly trackerId: string | undefined;
    }
  /** Something happened that is worth telling; the driver stamps it with the time it handed in. */
  | { readonly type: 'report'; readonly event: SwarmEventBody }
  /** Every wanted piece is there. Told once, also when that was so at the start. */
  | { readonly type: 'complete' };
