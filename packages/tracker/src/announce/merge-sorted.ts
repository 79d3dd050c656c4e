/** Merges runs that are sorted into one, an element whenever one is asked for. */
export function* mergeSorted<T>(
  runs: readonly Iterable<T>[],
  compare: (one: T, other: T) => number,
): Generator<T, undefined> {
  if (runs.length < 2) {
    yield* runs[0] ?? [];
    return;
  }
  const half = runs.length >> 1;
  const left = mergeSorted(runs.slice(0, half), compare);
  const right = mergeSorted(runs.slice(half), compare);
  let [one, other] = [left.next(), right.next()];
  while (!(one.done || other.done)) {
    if (compare(one.value, other.value) <= 0) {
      yield one.value;
      one = left.next();
    } else {
      yield other.value;
      other = right.next();
    }
  }
  for (; !one.done; one = left.next()) yield one.value;
  for (; !other.done; other = right.next()) yield other.value;
}
