import { fromHex } from '@seedbed/protocol';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const IN_BASE32 = /^[A-Za-z2-7]{32}$/;

/** Reads an info hash as people write it: 40 hexadecimal digits, or 32 characters of base32 (RFC 4648, as in magnet links). */
export function readInfoHash(text: string): Uint8Array | undefined {
  if (text.length === 40) return fromHex(text);
  return IN_BASE32.test(text) ? fromBase32(text.toUpperCase()) : undefined;
}

function fromBase32(text: string): Uint8Array {
  const bytes = new Uint8Array(20);
  for (const [i, character] of [...text].entries()) {
    const value = BASE32.indexOf(character);
    // Five bits that begin at bit 5 i and may go over into the next byte.
    const at = (5 * i) >> 3;
    const spread = value << (11 - ((5 * i) & 7));
    bytes[at] = (bytes[at] as number) | (spread >> 8);
    if ((spread & 255) !== 0) bytes[at + 1] = spread & 255;
  }
  return bytes;
}
