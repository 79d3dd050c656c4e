/** Some numbers in brief. All in the unit of the numbers. */
export interface Distribution {
  readonly count: number;
  readonly least: number;
  readonly median: number;
  /** Nine in ten are no greater. */
  readonly ninth: number;
  readonly most: number;
  readonly mean: number;
}

/** `null` of no numbers. */
export function distribution(numbers: readonly number[]): Distribution | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    least: quantile(sorted, 0),
    median: quantile(sorted, 0.5),
    ninth: quantile(sorted, 0.9),
    most: quantile(sorted, 1),
    mean: sorted.reduce((sum, number) => sum + number, 0) / sorted.length,
  };
}

/** Linear between the two nearest, so that the median of an even count lies in the middle (Hyndman and Fan's type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}
