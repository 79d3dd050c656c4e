import { parseIp } from '../address/ip-address.ts';
import type { AnnounceRequest } from '../announce/announce-request.ts';
import { writeUint32 } from '../uint32.ts';
import { writeUint64 } from '../uint64.ts';
import { ACTION, ANNOUNCE_AT, EVENT, MAX_UDP_SCRAPE, PROTOCOL_ID, REQUEST_HEADER_LENGTH } from './udp-layout.ts';
import type { UdpRequest } from './udp-message.ts';
import { encodeUrlData } from './url-data.ts';

/** The datagram of a client. @throws RangeError for a scrape of no torrent or of more than 74 */
export function encodeUdpRequest(request: UdpRequest): Uint8Array {
  switch (request.type) {
    case 'connect':
      return frame({ ...request, connectionId: PROTOCOL_ID }, REQUEST_HEADER_LENGTH);
    case 'announce':
      return encodeAnnounce(request);
    case 'scrape':
      return encodeScrape(request);
  }
}

type RequestOf<Type extends UdpRequest['type']> = Extract<UdpRequest, { type: Type }>;

function encodeAnnounce(request: RequestOf<'announce'>): Uint8Array {
  const { announce, urlData } = request;
  const options = encodeUrlData(urlData);
  const bytes = frame(request, ANNOUNCE_AT.options + options.length);
  bytes.set(announce.infoHash, ANNOUNCE_AT.infoHash);
  bytes.set(announce.peerId, ANNOUNCE_AT.peerId);
  writeUint64(bytes, ANNOUNCE_AT.downloaded, announce.downloaded);
  writeUint64(bytes, ANNOUNCE_AT.left, announce.left);
  writeUint64(bytes, ANNOUNCE_AT.uploaded, announce.uploaded);
  writeUint32(bytes, ANNOUNCE_AT.event, announce.event === undefined ? 0 : EVENT[announce.event]);
  bytes.set(claimedIp(announce), ANNOUNCE_AT.ip);
  writeUint32(bytes, ANNOUNCE_AT.key, keyNumber(announce));
  writeUint32(bytes, ANNOUNCE_AT.numwant, announce.numwant ?? -1);
  bytes[ANNOUNCE_AT.port] = announce.port >> 8;
  bytes[ANNOUNCE_AT.port + 1] = announce.port;
  bytes.set(options, ANNOUNCE_AT.options);
  return bytes;
}

function encodeScrape(request: RequestOf<'scrape'>): Uint8Array {
  const { infoHashes } = request;
  if (infoHashes.length < 1 || infoHashes.length > MAX_UDP_SCRAPE) {
    throw new RangeError(`a scrape over UDP is for 1 to ${MAX_UDP_SCRAPE} torrents, not for ${infoHashes.length}`);
  }
  const bytes = frame(request, REQUEST_HEADER_LENGTH + 20 * infoHashes.length);
  for (const [i, infoHash] of infoHashes.entries()) bytes.set(infoHash, REQUEST_HEADER_LENGTH + 20 * i);
  return bytes;
}

function frame(
  { type, connectionId, transactionId }: Pick<UdpRequest, 'type' | 'transactionId'> & { connectionId: Uint8Array },
  length: number,
): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(connectionId);
  writeUint32(bytes, 8, ACTION[type]);
  writeUint32(bytes, 12, transactionId);
  return bytes;
}

/** The field holds IPv4 only, and 0 where nothing is claimed. */
function claimedIp({ ip }: AnnounceRequest): Uint8Array {
  const bytes = ip === undefined ? undefined : parseIp(ip);
  return bytes?.length === 4 ? bytes : new Uint8Array(4);
}

/** The field holds 32 bits: a key of up to 8 hexadecimal digits. Any other can't be sent. */
function keyNumber({ key }: AnnounceRequest): number {
  return key !== undefined && /^[0-9a-f]{1,8}$/i.test(key) ? Number.parseInt(key, 16) : 0;
}
