import { utf8 } from '../text.ts';

const HEX = '0123456789ABCDEF';
const PERCENT = 0x25;

/** Raw bytes for a query: letters, digits and `-._~` stay, every other byte becomes `%XX`. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += /[0-9A-Za-z._~-]/.test(character) ? character : `%${HEX[byte >> 4]}${HEX[byte & 15]}`;
  }
  return text;
}

/**
 * The raw bytes of an escaped text; undefined when a `%` is not followed by two hexadecimal digits, of either case. A
 * `+` is a plus: info hashes and peer ids are bytes, not the form fields that write a space so.
 */
export function unescapeBytes(text: string): Uint8Array | undefined {
  const escapes = countEscapes(text);
  if (escapes === undefined) return unescapeBytes(asciiOf(text));
  // Too many when an escape is cut off at the end, which is found below.
  const bytes = new Uint8Array(Math.max(0, text.length - 2 * escapes));
  for (let at = 0, to = 0; at < text.length; at += 1, to += 1) {
    const code = text.charCodeAt(at);
    if (code === PERCENT) {
      const byte = (digitAt(text, at + 1) << 4) | digitAt(text, at + 2);
      if (byte < 0) return undefined;
      bytes[to] = byte;
      at += 2;
    } else {
      bytes[to] = code;
    }
  }
  return bytes;
}

/** How many `%` there are; undefined when there is a character that is not ASCII. */
function countEscapes(text: string): number | undefined {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    if (code === PERCENT) count += 1;
  }
  return count;
}

/** Whatever is not ASCII is meant as its bytes in UTF-8. */
function asciiOf(text: string): string {
  return text.replace(/[^\0-\x7f]+/gu, (characters) => escapeBytes(utf8(characters)));
}

/** The value of a hexadecimal digit; negative when there is none. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at); // NaN behind the end, which is no digit either
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
