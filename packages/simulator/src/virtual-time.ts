/** Something that is due at a time; of two at the same time the one planned first is first. */
interface Due {
  readonly time: number;
  readonly order: number;
  readonly act: () => void;
}

const isBefore = (a: Due, b: Due): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

/**
 * The clock of a simulation, in ms, and the queue of what is due (a binary heap). Time jumps from one due thing to the
 * next, so an idle hour costs nothing.
 */
export class VirtualTime {
  #now = 0;
  #planned = 0;
  readonly #heap: Due[] = [];

  get now(): number {
    return this.#now;
  }

  /** Plans `act` for a time, at once if that has passed. */
  at(time: number, act: () => void): void {
    const due = { time: Math.max(time, this.#now), order: this.#planned++, act };
    let place = this.#heap.length;
    this.#heap.push(due);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !isBefore(due, above)) break;
      this.#heap[place] = above;
      place = parent;
    }
    this.#heap[place] = due;
  }

  /** Lets time pass until nothing is due any more, or to `end`, or until `done` says so. */
  run(end: number, done: () => boolean = () => false): void {
    while (!done()) {
      const next = this.#heap[0];
      if (next === undefined || next.time > end) {
        this.#now = Math.max(this.#now, Math.min(end, next?.time ?? this.#now));
        return;
      }
      this.#removeFirst();
      this.#now = next.time;
      next.act();
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      if (left === undefined) break;
      const [child, at] = right !== undefined && isBefore(right, left) ? [right, 2 * place + 2] : [left, 2 * place + 1];
      if (!isBefore(child, last)) break;
      this.#heap[place] = child;
      place = at;
    }
    this.#heap[place] = last;
  }
}
