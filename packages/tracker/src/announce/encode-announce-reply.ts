import { type AnswerForm, encodeAnnounceAnswer, utf8 } from '@seedbed/protocol';
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
  const parts: Part[] = [seeds, externalIp, peers, ipv4.addresses];
  if (ipv6.addresses.length > 0) parts.push(`6:peers6${ipv6.addresses.length}:`, ipv6.addresses);
  if (trackerId !== undefined) parts.push('10:tracker id', ...text(trackerId));
  if (warning !== undefined) parts.push('15:warning message', ...text(warning));
  parts.push('e');
  return join(parts);
}

/** A text of ASCII, or bytes. */
type Part = string | Uint8Array;

function text(value: string): Part[] {
  const bytes = utf8(value);
  return [`${bytes.length}:`, bytes];
}

/** For so few characters a loop is quicker than an encoder, and there is one array to make instead of one for each part. */
function join(parts: readonly Part[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i += 1) whole[at + i] = part.charCodeAt(i);
    else whole.set(part, at);
    at += part.length;
  }
  return whole;
}
