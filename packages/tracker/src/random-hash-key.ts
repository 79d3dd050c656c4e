import { randomFillSync } from 'node:crypto';
import type { HashKey } from './store/half-sip-state.ts';

/** A key that nobody can guess. */
export function randomHashKey(): HashKey {
  const [low = 0, high = 0] = randomFillSync(new Uint32Array(2));
  return [low, high];
}
