const FIRST_WIDTH = 500;

/** The sums of one span of time, a number for each row. */
export interface Bin {
  /** Since the start that was asked for. */
  readonly from: number;
  readonly to: number;
  readonly sums: readonly number[];
}

/** Adds up amounts in even spans of time, at most some of them: when there are twice as many, each two become one. */
export class EvenBins {
  readonly #most: number;
  readonly #rows: number;
  #bins: number[][] = [];
  #width = FIRST_WIDTH;
  #begin: number | undefined;

  constructor(most: number, rows: number) {
    this.#most = most;
    this.#rows = rows;
  }

  /** Times never go back. */
  add(t: number, row: number, amount: number): void {
    this.#begin ??= t;
    let index = Math.floor((t - this.#begin) / this.#width);
    while (index >= 2 * this.#most) {
      this.#merge();
      index = Math.floor((t - this.#begin) / this.#width);
    }
    while (this.#bins.length <= index) this.#bins.push(new Array<number>(this.#rows).fill(0));
    const bin = this.#bins[index];
    if (bin !== undefined) bin[row] = (bin[row] ?? 0) + amount;
  }

  /** All from `start` to `end`, empty ones too; the first and the last are cut there. */
  between(start: number, end: number): readonly Bin[] {
    const begin = this.#begin ?? start;
    while ((end - Math.min(start, begin)) / this.#width > 2 * this.#most) this.#merge();
    const first = Math.floor((start - begin) / this.#width);
    const count = Math.max(0, Math.ceil((end - begin) / this.#width) - first);
    return Array.from({ length: count }, (_, offset) => {
      const from = begin + (first + offset) * this.#width;
      return {
        from: Math.max(0, from - start),
        to: Math.min(end, from + this.#width) - start,
        sums: this.#bins[first + offset] ?? new Array<number>(this.#rows).fill(0),
      };
    });
  }

  #merge(): void {
    this.#bins = this.#bins.flatMap((bin, index) =>
      index % 2 === 1 ? [] : [bin.map((sum, row) => sum + (this.#bins[index + 1]?.[row] ?? 0))],
    );
    this.#width *= 2;
  }
}
