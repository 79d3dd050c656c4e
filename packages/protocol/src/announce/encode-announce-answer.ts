import { encodeCompactPeer } from '../address/compact-peers.ts';
import { parseIp } from '../address/ip-address.ts';
import type { BencodeInput } from '../bencode/bencode-value.ts';
import { encodeBencode } from '../bencode/encode-bencode.ts';
import { concatBytes } from '../bytes.ts';
import type { AnnounceAnswer, AnnouncedPeer } from './announce-answer.ts';

/** How the client asked for its peers. */
export interface AnswerForm {
  /** Strings of 6 and 18 bytes a peer (BEP 23, BEP 7) instead of dictionaries. */
  readonly compact: boolean;
  /** Dictionaries without peer ids; compact ones have none in any case. */
  readonly noPeerId: boolean;
}

/** The body of an answer to an announce. */
export function encodeAnnounceAnswer(answer: AnnounceAnswer, form: AnswerForm): Uint8Array {
  return encodeBencode({
    complete: answer.complete,
    downloaded: answer.downloaded,
    'external ip': answer.externalIp === undefined ? undefined : parseIp(answer.externalIp),
    incomplete: answer.incomplete,
    interval: answer.interval,
    'min interval': answer.minInterval,
    ...(form.compact ? compactPeers(answer.peers) : { peers: answer.peers.map((peer) => describePeer(peer, form)) }),
    'tracker id': answer.trackerId,
    'warning message': answer.warning,
  });
}

/**
 * The body that tells a client why it gets nothing; sent with HTTP status 200, or clients do not show the reason.
 *
 * @param retryIn seconds to stay away, told in whole minutes, at least one (BEP 31); Infinity for ever.
 */
export function encodeFailure(reason: string, retryIn?: number): Uint8Array {
  return encodeBencode({ 'failure reason': reason, 'retry in': retryIn === undefined ? undefined : minutes(retryIn) });
}

function minutes(seconds: number): number | 'never' {
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds / 60)) : 'never';
}

function compactPeers(peers: readonly AnnouncedPeer[]): { peers: Uint8Array; peers6: Uint8Array | undefined } {
  const encoded = peers.map(encodeCompactPeer);
  const ipv6 = encoded.filter((peer) => peer.length === 18);
  return {
    peers: concatBytes(encoded.filter((peer) => peer.length === 6)),
    peers6: ipv6.length > 0 ? concatBytes(ipv6) : undefined,
  };
}

function describePeer(peer: AnnouncedPeer, { noPeerId }: AnswerForm): BencodeInput {
  return { ip: peer.ip, 'peer id': noPeerId ? undefined : peer.peerId, port: peer.port };
}
