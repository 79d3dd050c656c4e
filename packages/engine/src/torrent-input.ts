import type { AnnounceAnswer, PeerAddress, PeerMessage } from '@seedbed/protocol';

/** One connection, numbered by the driver; a number is never used again while the engine lives. */
export type PeerKey = number;

/** Everything that can happen to a torrent, on one screen. The driver tells it, in the order in which it happened. */
export type TorrentInput =
  /** Begin: announce `started`, dial, take connections. Pieces that are there were given to the constructor. */
  | { readonly type: 'start' }
  /** The time of `nextWake()` has come, or any later one. */
  | { readonly type: 'wake' }
  /** Addresses from outside a tracker, for example `--connect`; a private torrent passes them over (BEP 27). */
  | { readonly type: 'peers-found'; readonly addresses: readonly PeerAddress[] }
  /** A connection whose handshakes are both in. `address` is what was dialled or, of an incoming one, where it comes from. */
  | {
      readonly type: 'connected';
      readonly peer: PeerKey;
      readonly address: PeerAddress;
      readonly direction: 'outgoing' | 'incoming';
      readonly peerId: Uint8Array;
    }
  /** A dial of ours came to nothing before both handshakes were in. */
  | { readonly type: 'dial-failed'; readonly address: PeerAddress; readonly reason: string }
  /**
   * A message arrived. Of a `piece` the payload is already in its buffer, or it is `dropped`: `expects()` said no at some
   * time on its way, or its piece was forgotten meanwhile. A dropped block is not there, even if it is wanted again by now.
   */
  | { readonly type: 'message'; readonly peer: PeerKey; readonly message: PeerMessage; readonly dropped?: boolean }
  /** A block of `send-block` has left our hands: the kernel has taken all of it. */
  | { readonly type: 'block-sent'; readonly peer: PeerKey; readonly length: number }
  /** The connection is gone, whoever ended it; also after a `close` effect. */
  | { readonly type: 'disconnected'; readonly peer: PeerKey; readonly reason: string }
  /** Answers to `verify`: the piece is correct and on disk, or its hash is wrong. */
  | { readonly type: 'piece-verified'; readonly piece: number }
  | { readonly type: 'piece-corrupt'; readonly piece: number }
  /** Answer to `verify`: the piece is correct but could not be written. `storage-failed` says why. */
  | { readonly type: 'piece-lost'; readonly piece: number }
  /**
   * The disk is full (or broken): what is unfinished is forgotten and nothing is asked for until `storage-ready`. Serving
   * goes on. Told as often as it happens; the fault is reported once.
   */
  | { readonly type: 'storage-failed'; readonly reason: string }
  | { readonly type: 'storage-ready' }
  /** Answers to `announce`. */
  | { readonly type: 'announce-answered'; readonly tracker: string; readonly answer: AnnounceAnswer }
  | {
      readonly type: 'announce-failed';
      readonly tracker: string;
      readonly reason: string;
      /** How long the tracker asks to be left alone (BEP 31), ms; Infinity for ever. */
      readonly retryIn?: number;
    }
  /** What the uplink carries of messages and blocks, bytes per second, changed; Infinity, as at first, where that is not known. */
  | { readonly type: 'uplink'; readonly rate: number }
  /** Leave in order: announce `stopped`, close every connection. What is under way is answered as before. */
  | { readonly type: 'stop' };
