/** SHA-1 of some bytes, 20 bytes long. Handed in by the edge, so that the protocol needs no crypto of a platform. */
export type Sha1 = (bytes: Uint8Array) => Uint8Array;

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** The bytes of a hexadecimal text of either case; undefined when it is none. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Whether both hold the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}

/** Order of raw bytes: negative when `a` comes first, 0 when equal; a prefix comes before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) {
    const difference = (a[i] as number) - (b[i] as number); // i is below both lengths
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Up to so many bytes, a loop is quicker than a view and `set`. */
const FEW_BYTES = 64;

/** A copy of a part. `slice` would be a view where the bytes are a `Buffer` of Node, whose memory may be used again. */
export function copyBytes(bytes: Uint8Array, start = 0, end: number = bytes.length): Uint8Array {
  const length = Math.max(0, Math.min(end, bytes.length) - start);
  const copy = new Uint8Array(length);
  if (length > FEW_BYTES) copy.set(bytes.subarray(start, end));
  else for (let i = 0; i < length; i += 1) copy[i] = bytes[start + i] as number; // both lie inside
  return copy;
}

/** One array that holds all parts in their order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/**
 * A peer id (or other raw bytes) as one word: visible ASCII stays, all else, the space and `%` too, becomes `%xx`.
 * Different ids give different words, so this is how remote peers are named in events.
 */
export function printableId(id: Uint8Array): string {
  let text = '';
  for (const byte of id) {
    const visible = byte > 0x20 && byte < 0x7f && byte !== 0x25;
    text += visible ? String.fromCharCode(byte) : `%${HEX[byte]}`;
  }
  return text;
}
