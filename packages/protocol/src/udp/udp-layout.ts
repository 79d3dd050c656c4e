import type { AnnounceEvent } from '../announce/announce-request.ts';
import type { UdpAnswer } from './udp-message.ts';

/** The number on the wire of each kind of message (BEP 15); only trackers send `error`. */
export const ACTION: Readonly<Record<UdpAnswer['type'], number>> = { connect: 0, announce: 1, scrape: 2, error: 3 };

/** The number on the wire of each event; 0 is none of them. */
export const EVENT: Readonly<Record<AnnounceEvent, number>> = { completed: 1, started: 2, stopped: 3 };

/** What stands in a connect request where others have their connection id: 0x41727101980, big endian. */
export const PROTOCOL_ID: Uint8Array = Uint8Array.of(0, 0, 4, 0x17, 0x27, 0x10, 0x19, 0x80);

/** Bytes of connection id, action and transaction id. */
export const REQUEST_HEADER_LENGTH = 16;

/** Where the fields of an announce begin. All numbers are big endian. */
export const ANNOUNCE_AT = {
  infoHash: 16,
  peerId: 36,
  downloaded: 56,
  left: 64,
  uploaded: 72,
  event: 80,
  ip: 84,
  key: 88,
  numwant: 92,
  port: 96,
  options: 98,
} as const;

/** Torrents in one scrape at most (BEP 15 says "up to about 74"): with 1,496 bytes the request fits into one packet. */
export const MAX_UDP_SCRAPE = 74;
