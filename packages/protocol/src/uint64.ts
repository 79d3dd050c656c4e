import { readUint32, writeUint32 } from './uint32.ts';

/**
 * Reads 8 bytes, big endian, unsigned; the caller has checked that they are there. Beyond 2^53 - 1, which is all that a
 * number holds exactly, the answer is 2^53 - 1.
 */
export function readUint64(bytes: Uint8Array, offset: number): number {
  const value = readUint32(bytes, offset) * 2 ** 32 + readUint32(bytes, offset + 4);
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

/** Writes an integer of 0 to 2^53 - 1 as 8 bytes, big endian. */
export function writeUint64(bytes: Uint8Array, offset: number, value: number): void {
  writeUint32(bytes, offset, Math.floor(value / 2 ** 32));
  writeUint32(bytes, offset + 4, value % 2 ** 32);
}
