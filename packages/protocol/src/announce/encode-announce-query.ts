import { utf8 } from '../text.ts';
import type { AnnounceRequest } from './announce-request.ts';
import { escapeBytes } from './percent-encoding.ts';

/** The query of an announce (BEP 3), without `?`. It is pure ASCII and has no `+`, which some trackers take for a space. */
export function encodeAnnounceQuery(request: AnnounceRequest): string {
  const parts = [
    `info_hash=${escapeBytes(request.infoHash)}`,
    `peer_id=${escapeBytes(request.peerId)}`,
    `port=${request.port}`,
    `uploaded=${request.uploaded}`,
    `downloaded=${request.downloaded}`,
    `left=${request.left}`,
    `compact=${request.compact ? 1 : 0}`,
  ];
  if (request.noPeerId) parts.push('no_peer_id=1');
  if (request.event !== undefined) parts.push(`event=${request.event}`);
  if (request.numwant !== undefined) parts.push(`numwant=${request.numwant}`);
  if (request.key !== undefined) parts.push(`key=${escapeBytes(utf8(request.key))}`);
  if (request.ip !== undefined) parts.push(`ip=${escapeBytes(utf8(request.ip))}`);
  if (request.trackerId !== undefined) parts.push(`trackerid=${escapeBytes(utf8(request.trackerId))}`);
  return parts.join('&');
}
