import { type AddressFamily, decodeCompactPeers } from '../address/compact-peers.ts';
import { formatIp, normalizeIp } from '../address/ip-address.ts';
import { BencodeError } from '../bencode/bencode-error.ts';
import { type BencodeDictionary, type BencodeValue, fieldOf, isDictionary } from '../bencode/bencode-value.ts';
import { decodeBencode } from '../bencode/decode-bencode.ts';
import { WireError } from '../wire/wire-error.ts';
import { type AnnounceAnswer, type AnnouncedPeer, MAX_SECONDS } from './announce-answer.ts';
import { readFailure, type TrackerFailure } from './tracker-failure.ts';
import { trackerText } from './tracker-text.ts';

/** An answer, or why there is none. */
export type DecodedAnnounce = { readonly ok: true; readonly answer: AnnounceAnswer } | TrackerFailure;

/** Bytes of the longest answer that is read: 200 peers in the long form are 20 KiB. */
export const MAX_ANSWER_LENGTH: number = 512 * 1024;

/**
 * Reads the body of an answer to an announce, peers in either form (BEP 3, BEP 7, BEP 23). Peers whose address can't be
 * dialled are left out; fields that are not needed are passed over when they are wrong.
 */
export function decodeAnnounceAnswer(bytes: Uint8Array): DecodedAnnounce {
  try {
    const value = decodeBencode(bytes, { maxLength: MAX_ANSWER_LENGTH, trailingWhiteSpace: true });
    if (!isDictionary(value)) return { ok: false, failure: 'the answer of the tracker is not a dictionary' };
    return readFailure((key) => fieldOf(value, key)) ?? { ok: true, answer: readAnswer(value) };
  } catch (error) {
    if (error instanceof BencodeError) {
      return { ok: false, failure: `the answer of the tracker is not bencode: ${error.message}` };
    }
    if (error instanceof AnswerError || error instanceof WireError) {
      return { ok: false, failure: `the answer of the tracker is wrong: ${error.message}` };
    }
    throw error;
  }
}

class AnswerError extends Error {}

function readAnswer(value: BencodeDictionary): AnnounceAnswer {
  const interval = readCount(value, 'interval');
  if (interval === undefined) {
    throw new AnswerError('interval is not there or no number of seconds, it says when to announce again');
  }
  const minInterval = readCount(value, 'min interval');
  const complete = readCount(value, 'complete');
  const incomplete = readCount(value, 'incomplete');
  const downloaded = readCount(value, 'downloaded');
  const externalIp = readIp(value, 'external ip');
  const trackerId = readText(value, 'tracker id');
  const warning = readText(value, 'warning message');
  return {
    interval: Math.min(interval, MAX_SECONDS),
    peers: [...readPeers(value, 'peers', 4), ...readPeers(value, 'peers6', 6)],
    ...(minInterval !== undefined && { minInterval: Math.min(minInterval, MAX_SECONDS) }),
    ...(complete !== undefined && { complete }),
    ...(incomplete !== undefined && { incomplete }),
    ...(downloaded !== undefined && { downloaded }),
    ...(externalIp !== undefined && { externalIp }),
    ...(trackerId !== undefined && { trackerId }),
    ...(warning !== undefined && { warning }),
  };
}

function readPeers(answer: BencodeDictionary, key: string, family: AddressFamily): AnnouncedPeer[] {
  const value = fieldOf(answer, key);
  if (value === undefined) return [];
  if (value instanceof Uint8Array) return decodeCompactPeers(value, family);
  if (!Array.isArray(value)) throw new AnswerError(`${key} is neither a string nor a list`);
  return value.flatMap(readPeer);
}

/** BEP 3 allows host names as `ip`, and hostile trackers send anything: what can't be dialled is left out. */
function readPeer(value: BencodeValue): AnnouncedPeer[] {
  if (!isDictionary(value)) throw new AnswerError('a peer in the list is not a dictionary');
  const ip = normalizeIp(readText(value, 'ip') ?? '');
  const port = fieldOf(value, 'port');
  const peerId = fieldOf(value, 'peer id');
  if (ip === undefined || typeof port !== 'number' || port < 1 || port > 65535) return [];
  return [{ ip, port, ...(peerId instanceof Uint8Array && peerId.length === 20 && { peerId }) }];
}

function readCount(value: BencodeDictionary, key: string): number | undefined {
  const count = fieldOf(value, key);
  return typeof count === 'number' && count >= 0 ? count : undefined;
}

/** 4 or 16 bytes; anything else is passed over. */
function readIp(value: BencodeDictionary, key: string): string | undefined {
  const ip = fieldOf(value, key);
  return ip instanceof Uint8Array && (ip.length === 4 || ip.length === 16) ? formatIp(ip) : undefined;
}

function readText(value: BencodeDictionary, key: string): string | undefined {
  const text = fieldOf(value, key);
  return text instanceof Uint8Array ? trackerText(text) : undefined;
}
