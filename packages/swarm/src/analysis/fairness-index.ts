/**
 * Jain's index of fairness: 1 when all get the same, 1/n when one gets everything. `null` when nobody gets anything.
 *
 * Source: Jain, Chiu and Hawe, "A Quantitative Measure of Fairness and Discrimination" (1984).
 */
export function fairnessIndex(shares: readonly number[]): number | null {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum === 0) return null;
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return (sum * sum) / (shares.length * squares);
}
