/** The sums of two objects of numbers, and of such objects in them: what two processes have counted. */
export function addCounters<T extends object>(one: T, other: T): T {
  const sum = Object.entries(one).map(([name, value]) => [name, add(value, other[name as keyof T])]);
  return Object.fromEntries(sum) as T; // the same names, and of each what it was
}

function add(one: unknown, other: unknown): unknown {
  if (typeof one === 'number' && typeof other === 'number') return one + other;
  if (Array.isArray(one) && Array.isArray(other)) return one.map((each, i) => add(each, other[i]));
  if (isObject(one) && isObject(other)) return addCounters(one, other);
  return one;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
