import { formatIp } from '../address/ip-address.ts';
import type { AnnounceEvent, AnnounceRequest } from '../announce/announce-request.ts';
import { copyBytes, equalBytes } from '../bytes.ts';
import { readUint32 } from '../uint32.ts';
import { readUint64 } from '../uint64.ts';
import { ACTION, ANNOUNCE_AT, EVENT, MAX_UDP_SCRAPE, PROTOCOL_ID, REQUEST_HEADER_LENGTH } from './udp-layout.ts';
import type { UdpHeader, UdpRequest } from './udp-message.ts';
import { parseUrlData } from './url-data.ts';

/**
 * A request, or a failure reason that may be shown to strangers. The header is there when the datagram is long enough to
 * have one: an error may go back to a client whose connection id is right, and to nobody else (BEP 15).
 */
export type ParsedUdpRequest =
  | { readonly ok: true; readonly request: UdpRequest }
  | { readonly ok: false; readonly failure: string; readonly header?: UdpHeader };

const NUMWANT_DEFAULT = -1;

/**
 * Reads a datagram that came to a tracker. Bytes that follow a request are passed over, as BEP 15 asks; whether the
 * connection id is right is for the tracker to say.
 */
export function parseUdpRequest(bytes: Uint8Array): ParsedUdpRequest {
  if (bytes.length < REQUEST_HEADER_LENGTH) {
    return { ok: false, failure: `a request of ${bytes.length} bytes, the shortest has ${REQUEST_HEADER_LENGTH}` };
  }
  const header = { connectionId: copyBytes(bytes, 0, 8), transactionId: readUint32(bytes, 12) };
  const request = readRequest(bytes, header);
  return typeof request === 'string' ? { ok: false, failure: request, header } : { ok: true, request };
}

/** The request, or the failure reason. */
function readRequest(bytes: Uint8Array, header: UdpHeader): UdpRequest | string {
  const action = readUint32(bytes, 8);
  switch (action) {
    case ACTION.connect:
      if (!equalBytes(header.connectionId, PROTOCOL_ID)) return 'connect without the protocol id 0x41727101980';
      return { type: 'connect', transactionId: header.transactionId };
    case ACTION.announce:
      return readAnnounce(bytes, header);
    case ACTION.scrape:
      return readScrape(bytes, header);
    default:
      return `action ${action} is not 0 (connect), 1 (announce) or 2 (scrape)`;
  }
}

function readAnnounce(bytes: Uint8Array, header: UdpHeader): UdpRequest | string {
  const at = ANNOUNCE_AT;
  if (bytes.length < at.options) return `an announce of ${bytes.length} bytes, it has ${at.options}`;
  const event = readEvent(readUint32(bytes, at.event));
  if (event === 'unknown') return 'event is not 0 (none), 1 (completed), 2 (started) or 3 (stopped)';
  const urlData = bytes.length === at.options ? '' : parseUrlData(bytes.subarray(at.options));
  if (urlData === undefined) return 'an option of the announce claims more bytes than there are';
  const announce: { -readonly [Field in keyof AnnounceRequest]: AnnounceRequest[Field] } = {
    infoHash: copyBytes(bytes, at.infoHash, at.infoHash + 20),
    peerId: copyBytes(bytes, at.peerId, at.peerId + 20),
    port: readUint32(bytes, at.port - 2) & 0xffff,
    uploaded: readUint64(bytes, at.uploaded),
    downloaded: readUint64(bytes, at.downloaded),
    left: readUint64(bytes, at.left),
    compact: true,
    noPeerId: true,
  };
  // One after another: a tracker reads a hundred thousand of these a second, and each spread makes an object.
  const numwant = readUint32(bytes, at.numwant) | 0;
  const key = readUint32(bytes, at.key);
  if (event !== undefined) announce.event = event;
  if (numwant !== NUMWANT_DEFAULT) announce.numwant = numwant;
  if (key !== 0) announce.key = key.toString(16).padStart(8, '0');
  if (readUint32(bytes, at.ip) !== 0) announce.ip = formatIp(bytes.subarray(at.ip, at.ip + 4));
  const { connectionId, transactionId } = header;
  return { type: 'announce', connectionId, transactionId, announce, urlData };
}

function readEvent(number: number): AnnounceEvent | undefined | 'unknown' {
  switch (number) {
    case 0:
      return undefined;
    case EVENT.completed:
      return 'completed';
    case EVENT.started:
      return 'started';
    case EVENT.stopped:
      return 'stopped';
    default:
      return 'unknown';
  }
}

function readScrape(bytes: Uint8Array, header: UdpHeader): UdpRequest | string {
  const count = Math.floor((bytes.length - REQUEST_HEADER_LENGTH) / 20);
  if (count < 1) return 'a scrape names no torrent; a full scrape is not possible over UDP';
  if (count > MAX_UDP_SCRAPE) return `a scrape of ${count} torrents, at most ${MAX_UDP_SCRAPE} are answered at once`;
  const infoHashes = Array.from({ length: count }, (_, i) => {
    const start = REQUEST_HEADER_LENGTH + 20 * i;
    return copyBytes(bytes, start, start + 20);
  });
  return { type: 'scrape', ...header, infoHashes };
}
