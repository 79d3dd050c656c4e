import { createHmac } from 'node:crypto';
import type { HashKey } from '../store/half-sip-state.ts';

/**
 * A key for each window of time, all of them from one secret: every process of a tracker that knows it makes the same keys, so
 * that an id which one of them has issued is good at all. Who finds one key knows no other.
 *
 * @param secret 32 bytes that nobody can guess.
 */
export function windowKeys(secret: Uint8Array): (window: number) => HashKey {
  return (window) => {
    const code = createHmac('sha256', secret).update(String(window)).digest();
    return [code.readUInt32BE(0), code.readUInt32BE(4)];
  };
}
