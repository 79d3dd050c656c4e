import bencode from 'bencode';
import type { BencodeValue } from './bencode-value.ts';

// The only file that imports the npm package. Alone its decoder is unsafe: it takes lengths as they are claimed, may
// loop for ever or overflow the stack, and reads what is not bencode. Its encoder is exact for integers and strings,
// but sorts keys as UTF-16 and leaves out what it does not know.

const EMPTY_LIST = new Uint8Array([0x6c, 0x65]);

/** Decodes bytes that `scanBencode` has passed, and no others. */
export function decodeScanned(bytes: Uint8Array): BencodeValue {
  const value = bencode.decode(bytes) as BencodeValue; // what the scan lets pass has exactly these types
  // The package keeps a copy of what it decoded last, megabytes of a large torrent: give it something small to keep.
  bencode.decode(EMPTY_LIST);
  return value;
}

/** Encodes one integer or string. */
export function encodeScalar(value: number | string | Uint8Array): Uint8Array {
  return bencode.encode(value);
}
