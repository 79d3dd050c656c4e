import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlotIndex } from '../src/store/slot-index.ts';

const CAPACITY = 16;

interface Step {
  readonly slot: number;
  readonly to: number;
  readonly what: 'add' | 'remove' | 'move';
}

const steps = fc.array(
  fc.record<Step>({
    slot: fc.nat({ max: 39 }),
    to: fc.nat({ max: 39 }),
    what: fc.constantFrom('add', 'add', 'remove', 'move'),
  }),
  { maxLength: 80, size: 'max' },
);

/** Runs the steps that are possible and looks after each one that every key is found where it is, and no other. */
function run(all: readonly Step[], hashOfKey: (key: number) => number): void {
  const keyIn = new Map<number, number>();
  let nextKey = 0;
  const hashOf = (slot: number): number => hashOfKey(keyIn.get(slot) ?? Number.NaN);
  const index = new SlotIndex(CAPACITY, hashOf);
  for (const { slot, to, what } of all) {
    const taken = keyIn.has(slot);
    if (what === 'add' && !taken && keyIn.size < CAPACITY) {
      keyIn.set(slot, nextKey);
      nextKey += 1;
      index.add(hashOf(slot), slot);
    } else if (what === 'remove' && taken) {
      index.remove(hashOf(slot), slot);
      keyIn.delete(slot);
    } else if (what === 'move' && taken && !keyIn.has(to)) {
      index.move(hashOf(slot), slot, to);
      keyIn.set(to, keyIn.get(slot) ?? Number.NaN);
      keyIn.delete(slot);
    }
    for (const [at, key] of keyIn) {
      expect(index.find(hashOfKey(key), (candidate) => keyIn.get(candidate) === key)).toBe(at);
    }
    expect(index.find(hashOfKey(nextKey), (candidate) => keyIn.get(candidate) === nextKey)).toBe(-1);
    expect(index.count()).toBe(keyIn.size);
  }
}

test.each([
  ['spread over the table', (key: number) => Math.imul(key + 1, 0x9e3779b1) >>> 0],
  ['crowded at the end of the table, so that entries go round', (key: number) => 0xffff_fffc + (key % 4)],
  ['all the same', () => 7],
])('entries are found after any steps, hashes %s', (_, hashOfKey) => {
  fc.assert(
    fc.property(steps, (all) => run(all, hashOfKey)),
    { numRuns: 200 },
  );
});

test('a slot that is not there is a fault of ours, not an endless search', () => {
  const index = new SlotIndex(CAPACITY, () => 1);
  index.add(1, 5);
  expect(() => index.remove(1, 6)).toThrow('invariant violation: slot 6 is not in the index');
  expect(() => index.move(1, 6, 7)).toThrow('invariant violation');
});
