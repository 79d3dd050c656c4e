import { type AnswerForm, concatBytes, encodeAnnounceAnswer, utf8 } from '@seedbed/protocol';
import { toAnnounceAnswer } from './announce.ts';
import type { AnnounceReply } from './announce-reply.ts';

/** The bytes of a reply in the form that the client asked for. */
export function encodeAnnounceReply(reply: AnnounceReply, form: AnswerForm): Uint8Array {
  return form.compact ? encodeCompact(reply) : encodeAnnounceAnswer(toAnnounceAnswer(reply), form);
}

/**
 * The same bytes as `encodeAnnounceAnswer` gives, without making an object and a text of each peer on the way: the
 * addresses go from the store into the answer as they are (BEP 23, BEP 7). Keys stand in the order of their bytes.
 */
function encodeCompact(reply: AnnounceReply): Uint8Array {
  const { ipv4, ipv6, externalIp, trackerId, warning } = reply;
  const seeds = `d8:completei${reply.complete}e10:downloadedi${reply.downloaded}e11:external ip${externalIp.length}:`;
  const leeches = `10:incompletei${reply.incomplete}e`;
  const times = `8:intervali${reply.interval}e12:min intervali${reply.minInterval}e`;
  const peers = `${leeches}${times}5:peers${ipv4.addresses.length}:`;
  const parts = [utf8(seeds), externalIp, utf8(peers), ipv4.addresses];
  if (ipv6.addresses.length > 0) parts.push(utf8(`6:peers6${ipv6.addresses.length}:`), ipv6.addresses);
  if (trackerId !== undefined) parts.push(utf8('10:tracker id'), ...text(trackerId));
  if (warning !== undefined) parts.push(utf8('15:warning message'), ...text(warning));
  parts.push(utf8('e'));
  return concatBytes(parts);
}

function text(value: string): Uint8Array[] {
  const bytes = utf8(value);
  return [utf8(`${bytes.length}:`), bytes];
}
