/** A list of numbers that grows, at eight bytes each. */
export class NumberList {
  #values = new Float64Array(1_024);
  #length = 0;

  push(...values: readonly number[]): void {
    if (this.#length + values.length > this.#values.length) {
      const larger = new Float64Array(Math.max(this.#values.length * 2, this.#length + values.length));
      larger.set(this.#values);
      this.#values = larger;
    }
    // A typed array's `set` costs more than so few numbers.
    for (const value of values) {
      this.#values[this.#length] = value;
      this.#length += 1;
    }
  }

  /** @throws RangeError where there is none */
  at(index: number): number {
    const value = index < this.#length ? this.#values[index] : undefined;
    if (value === undefined) throw new RangeError(`There are ${this.#length} numbers, and none at ${index}`);
    return value;
  }

  /** A copy of just what is there. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}

/** Takes numbers out again in the order in which they went in. */
export class NumberReader {
  readonly #values: Float64Array;
  #next = 0;

  constructor(values: Float64Array) {
    this.#values = values;
  }

  /** @throws RangeError behind the last */
  take(): number {
    const value = this.#values[this.#next];
    if (value === undefined) throw new RangeError(`There are ${this.#values.length} numbers and no more`);
    this.#next += 1;
    return value;
  }

  takeFlag(): boolean {
    return this.take() !== 0;
  }
}
