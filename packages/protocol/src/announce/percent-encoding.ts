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
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  const raw = utf8(text);
  const bytes = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at += 1, length += 1) {
    const byte = raw[at] as number; // at is below the length
    if (byte === PERCENT) {
      bytes[length] = Number.parseInt(String.fromCharCode(raw[at + 1] ?? 0, raw[at + 2] ?? 0), 16);
      at += 2;
    } else {
      bytes[length] = byte;
    }
  }
  return bytes.subarray(0, length);
}
