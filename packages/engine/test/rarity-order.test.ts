import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RarityOrder } from '../src/rarity-order.ts';
import { seededRandom } from './seeded-random.ts';

const PIECES = 12;

/** The same in the plainest way. */
class NaiveOrder {
  readonly counts = new Array<number>(PIECES).fill(0);
  readonly members = new Set<number>();
}

interface Pair {
  readonly order: RarityOrder;
  readonly naive: NaiveOrder;
}

class Step implements fc.Command<NaiveOrder, RarityOrder> {
  readonly #name: 'insert' | 'remove' | 'increment' | 'decrement';
  readonly #piece: number;

  constructor(name: 'insert' | 'remove' | 'increment' | 'decrement', piece: number) {
    this.#name = name;
    this.#piece = piece;
  }

  check(naive: Readonly<NaiveOrder>): boolean {
    return this.#name !== 'decrement' || (naive.counts[this.#piece] ?? 0) > 0;
  }

  run(naive: NaiveOrder, order: RarityOrder): void {
    order[this.#name](this.#piece);
    if (this.#name === 'insert') naive.members.add(this.#piece);
    if (this.#name === 'remove') naive.members.delete(this.#piece);
    if (this.#name === 'increment') naive.counts[this.#piece] = (naive.counts[this.#piece] ?? 0) + 1;
    if (this.#name === 'decrement') naive.counts[this.#piece] = (naive.counts[this.#piece] ?? 0) - 1;
    expectSame({ order, naive });
  }

  toString(): string {
    return `${this.#name} ${this.#piece}`;
  }
}

function expectSame({ order, naive }: Pair): void {
  order.checkInvariants();
  expect(order.size).toBe(naive.members.size);
  const listed = Array.from({ length: order.size }, (_, place) => order.at(place));
  expect([...listed].sort((a, b) => a - b)).toEqual([...naive.members].sort((a, b) => a - b));
  const counts = listed.map((piece) => naive.counts[piece] ?? 0);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  for (let piece = 0; piece < PIECES; piece++) {
    expect(order.count(piece)).toBe(naive.counts[piece]);
    expect(order.has(piece)).toBe(naive.members.has(piece));
  }
  for (let count = 0; count <= 4; count++) {
    expect(order.placeOf(count)).toBe(counts.filter((other) => other < count).length);
  }
}

describe('RarityOrder', () => {
  it('is what sorting by count gives, after any changes', () => {
    const step = fc
      .tuple(fc.constantFrom('insert', 'remove', 'increment', 'decrement'), fc.nat(PIECES - 1))
      .map(([name, piece]) => new Step(name, piece));
    fc.assert(
      fc.property(fc.commands([step], { maxCommands: 200 }), fc.nat(1_000), (steps, seedValue) => {
        fc.modelRun(() => ({ model: new NaiveOrder(), real: new RarityOrder(PIECES, seededRandom(seedValue)) }), steps);
      }),
    );
  });

  it('refuses to count below zero: somebody has told it wrongly', () => {
    const order = new RarityOrder(3, () => 0);
    expect(() => order.decrement(1)).toThrow('invariant: piece 1 is counted below zero');
  });

  it('gives pieces of one count any place among themselves, however they came into their group', () => {
    const arrivals: Record<string, (order: RarityOrder) => void> = {
      inserted: (order) => [0, 1, 2, 3].map((piece) => order.insert(piece)),
      incremented: (order) => {
        for (const piece of [0, 1, 2, 3]) order.insert(piece);
        for (const piece of [0, 1, 2, 3]) order.increment(piece);
      },
      decremented: (order) => {
        for (const piece of [0, 1, 2, 3]) order.increment(piece);
        for (const piece of [0, 1, 2, 3]) order.insert(piece);
        for (const piece of [0, 1, 2, 3]) order.decrement(piece);
      },
    };
    const random = seededRandom(5);
    for (const arrive of Object.values(arrivals)) {
      const firsts = [0, 0, 0, 0];
      for (let run = 0; run < 4_000; run++) {
        const order = new RarityOrder(4, random);
        arrive(order);
        const first = order.at(0);
        firsts[first] = (firsts[first] ?? 0) + 1;
      }
      // 1,000 expected, with a standard deviation of 27.
      for (const count of firsts) expect(Math.abs(count - 1_000)).toBeLessThan(140);
    }
  });
});
