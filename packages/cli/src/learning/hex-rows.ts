/** `2b 66 98`. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Visible ASCII as it is, a point for every other byte. */
const printableOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');

/** Bytes in rows. */
export const rowsOf = (bytes: Uint8Array, perRow: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / perRow) }, (_, row) =>
    bytes.subarray(row * perRow, (row + 1) * perRow),
  );

/** Bytes as hexadecimal and as text beside each other, `perRow` in a line. */
export const hexRows = (bytes: Uint8Array, perRow: number): string[] =>
  rowsOf(bytes, perRow).map((row) => `${hexOf(row).padEnd(perRow * 3 - 1)}  ${printableOf(row)}`);

/** How many bytes stand in a row of `hexRows` that has so many columns. */
export const bytesPerRow = (columns: number): number => (columns >= WIDE_ROW ? 16 : 8);

/** 16 bytes as hexadecimal and as text. */
const WIDE_ROW = 65;
