/** The characters of an info hash, one a byte: what a set of info hashes holds, half as long as hexadecimal. */
export function infoHashKey(infoHash: Uint8Array): string {
  return String.fromCharCode(...infoHash);
}
