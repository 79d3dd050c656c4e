import { unescapeBytes } from '../announce/percent-encoding.ts';
import { printableId, toHex } from '../bytes.ts';
import { decodeUtf8, withoutControls } from '../text.ts';
import { peerIdText } from './describe-handshake.ts';

/** A parameter of a request to a tracker, for people. */
export interface DescribedParameter {
  readonly name: string;
  /** As it stands in the URL. */
  readonly escaped: string;
  /** What it says, in one line that can't steer a terminal. */
  readonly value: string;
  /** What it is for, in a few words; not there for parameters that nobody has defined. */
  readonly purpose?: string;
  /** The number of the BEP that defines it. */
  readonly bep?: number;
}

const PURPOSES: Readonly<Record<string, readonly [purpose: string, bep?: number]>> = {
  info_hash: ['which torrent: SHA-1 of its info', 3],
  peer_id: ['who asks: a name for this session', 3],
  port: ['where the peer listens', 3],
  uploaded: ['bytes sent since the start', 3],
  downloaded: ['bytes received since the start', 3],
  left: ['bytes that are missing; 0 is a seed', 3],
  event: ['started, completed or stopped', 3],
  ip: ['the address that the peer claims; most trackers ignore it', 3],
  compact: ['1 asks for 6 bytes a peer, 0 for dictionaries', 23],
  no_peer_id: ['1: the answer may leave peer ids out', 23],
  numwant: ['how many peers are wanted', 15],
  key: ['knows us again at another address', 15],
  trackerid: ['what the tracker asked to be sent back'],
};

/** The parameters of the query of an announce or a scrape over HTTP, in their order. */
export function describeAnnounceQuery(query: string): DescribedParameter[] {
  return query
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map(describeParameter);
}

function describeParameter(part: string): DescribedParameter {
  const equals = part.indexOf('=');
  const name = equals < 0 ? part : part.slice(0, equals);
  const escaped = equals < 0 ? '' : part.slice(equals + 1);
  const [purpose, bep] = Object.hasOwn(PURPOSES, name) ? (PURPOSES[name] ?? []) : [];
  return {
    name: withoutControls(name, '?'),
    escaped: withoutControls(escaped, '?'),
    value: meaningOf(name, escaped),
    ...(purpose !== undefined && { purpose }),
    ...(bep !== undefined && { bep }),
  };
}

function meaningOf(name: string, escaped: string): string {
  const bytes = unescapeBytes(escaped);
  if (bytes === undefined) return 'a % without two hexadecimal digits';
  if (name === 'info_hash') return toHex(bytes);
  if (name === 'peer_id') return bytes.length === 20 ? peerIdText(bytes) : printableId(bytes);
  return withoutControls(decodeUtf8(bytes), '?');
}
