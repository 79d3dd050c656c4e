import type { TorrentOptions } from '@seedbed/engine';
import type { EventSink } from '@seedbed/events';
import type { Bitfield, Metainfo, PeerAddress } from '@seedbed/protocol';
import type { ChokeCounter } from './choke-counts.ts';
import type { Content } from './io/content.ts';
import type { ConnectionComponents } from './io/net/connection.ts';
import type { PeerFaults } from './io/net/peer-faults.ts';
import type { GreetedSocket } from './io/net/peer-sockets.ts';
import type { Announcing } from './io/tracker/announcing.ts';
import type { Logger } from './logger.ts';

/** What a runner needs of the daemon. */
export interface RunnerComponents {
  readonly metainfo: Metainfo;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  /** Pieces that are there; the engine takes it over. */
  readonly have: Bitfield;
  /** Pieces to fetch. */
  readonly wanted: Bitfield;
  /** Trackers by tier, shuffled inside each tier (BEP 12). */
  readonly trackers: readonly (readonly string[])[];
  readonly content: Content;
  readonly announcing: Announcing;
  readonly limiters: Pick<ConnectionComponents, 'uploads' | 'downloads'>;
  readonly chokes: ChokeCounter;
  /** Connects and shakes hands for this torrent; exactly one of the two is called, later. */
  readonly dial: (
    address: PeerAddress,
    done: (greeted: GreetedSocket) => void,
    failed: (reason: string) => void,
  ) => void;
  readonly events: EventSink;
  readonly faults: PeerFaults;
  readonly log: Logger;
  readonly now: () => number;
  readonly random: () => number;
}

export interface RunnerOptions {
  /** Who tells the events. */
  readonly name: string;
  /** Where we listen, `ip:port`. */
  readonly address: string;
  readonly engine: TorrentOptions;
  /** What goes over each connection is told. */
  readonly traceWire: boolean;
  /** Bytes that a peer may leave unread. */
  readonly maxUnread: number;
  /** Every wanted piece is verified, on disk, and the wanted files have their names. */
  readonly onComplete: () => void;
}
