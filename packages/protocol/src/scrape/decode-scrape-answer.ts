import { MAX_ANSWER_LENGTH } from '../announce/decode-announce-answer.ts';
import { readFailure, type TrackerFailure } from '../announce/tracker-failure.ts';
import { BencodeError } from '../bencode/bencode-error.ts';
import { type BencodeDictionary, type BencodeValue, fieldOf, isDictionary } from '../bencode/bencode-value.ts';
import { decodeBencode } from '../bencode/decode-bencode.ts';
import { scanBencode } from '../bencode/scan-bencode.ts';
import { copyBytes } from '../bytes.ts';
import { decodeUtf8 } from '../text.ts';
import { dictionaryEntries } from './dictionary-entries.ts';
import type { ScrapeEntry } from './scrape-entry.ts';

/** What the tracker knows of the torrents it knows, or why there is no answer. */
export type DecodedScrape = { readonly ok: true; readonly torrents: readonly ScrapeEntry[] } | TrackerFailure;

/**
 * Reads the body of an answer to a scrape over HTTP (BEP 48). Torrents without both counts, seeds and leeches, are left
 * out. The dictionary is never decoded as a whole: its keys are info hashes, of which a decoder makes texts.
 */
export function decodeScrapeAnswer(bytes: Uint8Array): DecodedScrape {
  try {
    scanBencode(bytes, { maxLength: MAX_ANSWER_LENGTH, trailingWhiteSpace: true, rawKeys: true });
    const fields = new Map([...dictionaryEntries(bytes)].map(([key, value]) => [decodeUtf8(key), value]));
    const failure = readFailure((key) => decoded(fields.get(key)));
    if (failure !== undefined) return failure;
    const files = fields.get('files');
    if (files === undefined) return { ok: false, failure: 'the answer of the tracker has no files' };
    return { ok: true, torrents: [...dictionaryEntries(files)].flatMap(readEntry) };
  } catch (error) {
    if (error instanceof BencodeError) {
      return { ok: false, failure: `the answer of the tracker is not bencode: ${error.message}` };
    }
    throw error;
  }
}

function decoded(value: Uint8Array | undefined): BencodeValue | undefined {
  return value && decodeBencode(value);
}

function readEntry([infoHash, value]: readonly [Uint8Array, Uint8Array]): ScrapeEntry[] {
  const counts = infoHash.length === 20 ? decodeBencode(value) : undefined;
  if (!isDictionary(counts)) return [];
  const complete = readCount(counts, 'complete');
  const downloaded = readCount(counts, 'downloaded');
  const incomplete = readCount(counts, 'incomplete');
  if (complete === undefined || incomplete === undefined) return [];
  return [{ infoHash: copyBytes(infoHash), complete, incomplete, ...(downloaded !== undefined && { downloaded }) }];
}

function readCount(counts: BencodeDictionary, key: string): number | undefined {
  const count = fieldOf(counts, key);
  return typeof count === 'number' && count >= 0 ? count : undefined;
}
