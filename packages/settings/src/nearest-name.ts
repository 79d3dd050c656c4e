/** Typing mistakes between two words: letters added, left out, replaced, or swapped with their neighbour. */
const mistakes = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

// Nobody types longer names, and the comparison is quadratic in a length that comes from outside.
const LONGEST = 64;

/** The name of `known` that was probably meant by `word`, or undefined where none is near enough to be worth naming. */
export const nearestName = (word: string, known: Iterable<string>): string | undefined => {
  const typed = word.toLowerCase();
  if (typed === '' || typed.length > LONGEST) return undefined;
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    // The beginning of a name, or a name with something behind it, is as near as one mistake and a half.
    const related = typed.length > 2 && (name.startsWith(typed) || typed.startsWith(`${name}-`));
    const distance = Math.min(mistakes(typed, name), related ? 1.5 : Number.POSITIVE_INFINITY);
    const allowed = related ? 1.5 : Math.max(1, Math.floor(Math.max(typed.length, name.length) / 3));
    if (distance <= allowed && distance < fewest) {
      nearest = name;
      fewest = distance;
    }
  }
  return nearest;
};
