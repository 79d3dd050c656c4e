/** One byte for people: `"x"` when it is visible ASCII, else `0x0a`; `the end` where there is none. */
export function describeByte(byte: number | undefined): string {
  if (byte === undefined) return 'the end';
  return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `0x${byte.toString(16).padStart(2, '0')}`;
}
