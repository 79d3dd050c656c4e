const SMALLEST = 16 * 1024;
const LARGEST = 16 * 1024 * 1024;
/** Half of this to this many pieces: few enough for small metainfo and `have` traffic, enough to be shared early. */
const MOST_PIECES = 2000;

/** Bytes of a piece for so many bytes of content: a power of two from 16 KiB to 16 MiB, for some 1,000 to 2,000 pieces. */
export function choosePieceLength(totalLength: number): number {
  let length = SMALLEST;
  while (length < LARGEST && totalLength / length > MOST_PIECES) length *= 2;
  return length;
}
