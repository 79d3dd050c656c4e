import { describe, expect, it } from 'vitest';
import { IntakeBudget } from '../src/io/pieces/intake-budget.ts';

const MIB = 1024 * 1024;

const take = (budget: IntakeBudget, bytes: number): Uint8Array => {
  const memory = budget.take(bytes);
  if (memory === undefined) throw new Error(`no memory for ${bytes} bytes`);
  return memory;
};

describe('IntakeBudget', () => {
  it('hands memory out up to its limit', () => {
    const budget = new IntakeBudget(3 * MIB, () => {});
    const first = take(budget, 2 * MIB);
    expect(budget.take(2 * MIB)).toBeUndefined();
    expect(budget.reserved).toBe(2 * MIB);
    budget.giveBack(first);
    expect(budget.reserved).toBe(0);
    expect(budget.take(3 * MIB)).toHaveLength(3 * MIB);
  });

  it('gives memory that came back to the next piece of its length', () => {
    const budget = new IntakeBudget(64 * MIB, () => {});
    const [first, , other] = [take(budget, MIB), take(budget, MIB), take(budget, 100)];
    budget.giveBack(first);
    budget.giveBack(other);
    expect(take(budget, MIB) === first).toBe(true);
    expect(take(budget, 100)).toBe(other);
    expect(take(budget, 100)).not.toBe(other);
  });

  it('gives nobody what was given up while it was in use', () => {
    const budget = new IntakeBudget(64 * MIB, () => {});
    const [first] = [take(budget, MIB), take(budget, MIB)];
    budget.discard(first.length);
    expect(budget.reserved).toBe(MIB);
    expect(take(budget, MIB) === first).toBe(false);
  });

  it('keeps nothing once nothing arrives', () => {
    const budget = new IntakeBudget(64 * MIB, () => {});
    const [first, second] = [take(budget, MIB), take(budget, MIB)];
    budget.giveBack(first);
    budget.giveBack(second);
    expect([first, second].includes(take(budget, MIB))).toBe(false);
  });
});
