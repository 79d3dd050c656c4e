/**
 * How many of `want` peers to take from the first of two groups so that, over many answers, every peer is given equally
 * often: its share, rounded up or down by chance. What is left is always to be had from the second group.
 *
 * @param want at most `first + second`.
 * @param random in [0, 1).
 */
export function shareOut(want: number, first: number, second: number, random: number): number {
  if (second === 0) return want;
  const share = Math.floor((want * first) / (first + second) + random);
  // The bounds hold by arithmetic, but for a sum that is rounded up to the next whole number.
  return Math.max(want - second, Math.min(share, first, want));
}
