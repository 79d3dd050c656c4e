/** An info hash as the key of a map or a set: its bytes as characters, half as long as hexadecimal. */
export function infoHashKey(h: Uint8Array): string {
  // Each byte by its name, which takes half the time of handing the array over, and an eighth of a spread.
  // biome-ignore format: a column for each word
  return String.fromCharCode(
    at(h, 0), at(h, 1), at(h, 2), at(h, 3), at(h, 4), at(h, 5), at(h, 6), at(h, 7), at(h, 8), at(h, 9),
    at(h, 10), at(h, 11), at(h, 12), at(h, 13), at(h, 14), at(h, 15), at(h, 16), at(h, 17), at(h, 18), at(h, 19),
  );
}

function at(infoHash: Uint8Array, place: number): number {
  return infoHash[place] as number; // an info hash has 20 bytes
}
