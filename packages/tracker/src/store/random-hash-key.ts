import { randomFillSync } from 'node:crypto';
import type { HashKey } from './keyed-hash.ts';

/** A key for the index of a store in memory that nobody else knows. */
export function randomHashKey(): HashKey {
  const [low = 0, high = 0] = randomFillSync(new Uint32Array(2));
  return [low, high];
}
