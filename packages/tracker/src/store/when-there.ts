/**
 * Goes on with a value when it is there: at once when it is no promise. The store in memory answers at once, and a promise
 * for each announce would cost its hot path a turn of the queue.
 */
export function whenThere<T, U>(value: T | Promise<T>, next: (value: T) => U): U | Promise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
