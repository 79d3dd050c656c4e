import type { BencodeValue } from '../bencode/bencode-value.ts';
import { trackerText } from './tracker-text.ts';

/** A tracker refuses, in its own words; or what is wrong with its bytes. */
export interface TrackerFailure {
  readonly ok: false;
  readonly failure: string;
  /** Seconds to stay away, as the tracker asks (BEP 31); Infinity for ever. */
  readonly retryIn?: number;
}

/** Minutes of a year: who asks for more means never. */
const MAX_MINUTES = 525_600;

/** The refusal in an answer, whose fields are looked up by their keys; undefined when it is none. */
export function readFailure(field: (key: string) => BencodeValue | undefined): TrackerFailure | undefined {
  // BEP 48 writes the key with an underscore, trackers write it as BEP 3 does.
  const reason = field('failure reason') ?? field('failure_reason');
  if (reason === undefined) return undefined;
  const text = reason instanceof Uint8Array ? trackerText(reason) : '';
  const retryIn = readRetryIn(field('retry in'));
  return {
    ok: false,
    failure: text || 'the tracker refused and gave no reason',
    ...(retryIn !== undefined && { retryIn }),
  };
}

/** BEP 31: a number of minutes, which some write as a string, or the word "never". */
function readRetryIn(value: BencodeValue | undefined): number | undefined {
  const text = value instanceof Uint8Array ? trackerText(value) : value;
  if (text === 'never') return Number.POSITIVE_INFINITY;
  const minutes = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (typeof minutes !== 'number' || minutes < 0) return undefined;
  return minutes > MAX_MINUTES ? Number.POSITIVE_INFINITY : minutes * 60;
}
