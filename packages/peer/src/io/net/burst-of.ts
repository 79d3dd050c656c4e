import { BLOCK_LENGTH } from '@seedbed/protocol';

/** Time of the rate that may go at once after a rest, ms: smooth for the other end, and longer than a timer is late. */
const BURST = 50;

/** Bytes that may go at once at a rate in bytes per second: 50 ms of it, and at least a block. */
export const burstOf = (rate: number): number =>
  rate === Number.POSITIVE_INFINITY ? BLOCK_LENGTH : Math.max(BLOCK_LENGTH, (rate * BURST) / 1000);
