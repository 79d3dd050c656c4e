/** Numbers in [0, 1) that are the same for the same seed value (a linear congruential generator of 48 bits' upper half). */
export function seededRandom(seedValue: number): () => number {
  let state = (BigInt(seedValue) * 0x5deece66dn + 11n) % (1n << 48n);
  return () => {
    state = (state * 0x5deece66dn + 11n) % (1n << 48n);
    return Number(state >> 16n) / 2 ** 32;
  };
}
