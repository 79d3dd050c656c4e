import { createHash } from 'node:crypto';

/** One byte for each character, so that a test can write bytes as text: `latin1('d1:\xffi1ee')`. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The other way round. */
export function asLatin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

export function sha1(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha1').update(bytes).digest());
}

/** Bytes that count up, so that a view at a wrong place shows. */
export function counting(length: number, from = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => from + i);
}
