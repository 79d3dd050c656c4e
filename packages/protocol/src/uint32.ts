/** Reads 4 bytes, big endian, unsigned; the caller has checked that they are there. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  // Shifting by 24 would give a sign; the `as number` stand for the caller's check.
  return (
    (bytes[offset] as number) * 0x1000000 +
    (((bytes[offset + 1] as number) << 16) | ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number))
  );
}

/** Writes an integer of 0 to 2^32 - 1 as 4 bytes, big endian. */
export function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}
