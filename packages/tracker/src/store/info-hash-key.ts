/** An info hash as the key of a map or a set: its bytes as characters, half as long as hexadecimal. */
export function infoHashKey(infoHash: Uint8Array): string {
  // Not a spread, which walks the bytes by an iterator and takes longer than the rest of an announce.
  return String.fromCharCode.apply(null, infoHash as unknown as number[]);
}

/** The 20 bytes behind a key. */
export function infoHashOf(key: string): Uint8Array {
  return Uint8Array.from(key, (character) => character.charCodeAt(0));
}
