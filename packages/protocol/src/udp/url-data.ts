import { concatBytes } from '../bytes.ts';
import { decodeUtf8, utf8 } from '../text.ts';

// Options behind an announce (BEP 41). The first two are single bytes; every other has a length byte and so many more.
const END_OF_OPTIONS = 0;
const NOP = 1;
const URL_DATA = 2;

/** Bytes that one option can hold. */
const MAX_OPTION = 255;

/**
 * Path and query of the tracker's URL as options: without them a passkey in the URL would never reach the tracker. A text
 * of more than 255 bytes takes several; an empty one takes none.
 */
export function encodeUrlData(text: string): Uint8Array {
  const data = utf8(text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += MAX_OPTION) {
    const part = data.subarray(at, at + MAX_OPTION);
    parts.push(Uint8Array.of(URL_DATA, part.length), part);
  }
  return concatBytes(parts);
}

/** Path and query of all such options together; undefined when an option claims more bytes than there are. */
export function parseUrlData(options: Uint8Array): string | undefined {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < options.length && options[at] !== END_OF_OPTIONS; ) {
    if (options[at] === NOP) {
      at += 1;
      continue;
    }
    const end = at + 2 + (options[at + 1] ?? 0);
    if (end > options.length) return undefined;
    if (options[at] === URL_DATA) parts.push(options.subarray(at + 2, end));
    at = end;
  }
  return decodeUtf8(concatBytes(parts));
}
