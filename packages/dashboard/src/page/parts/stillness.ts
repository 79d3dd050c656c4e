const query = matchMedia('(prefers-reduced-motion: reduce)');

/** The user wants no movement: what moves is shown by thickness instead. */
export function prefersStillness(): boolean {
  return query.matches;
}
