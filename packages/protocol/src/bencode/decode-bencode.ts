import type { BencodeLimits } from './bencode-limits.ts';
import { decodeScanned } from './bencode-package.ts';
import type { BencodeValue } from './bencode-value.ts';
import { scanBencode } from './scan-bencode.ts';

/** Decodes one value of strict bencode (BEP 3). Byte strings are copies. @throws BencodeError */
export function decodeBencode(bytes: Uint8Array, limits: BencodeLimits = {}): BencodeValue {
  const { end } = scanBencode(bytes, limits);
  return decodeScanned(bytes.subarray(0, end));
}
