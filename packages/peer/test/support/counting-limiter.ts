import { RateLimiter } from '../../src/io/net/rate-limiter.ts';

/** A limiter without a limit, and what was asked of it and charged to it. */
export function countingLimiter(): {
  readonly limiter: RateLimiter;
  readonly asked: readonly number[];
  readonly charged: readonly number[];
} {
  const asked: number[] = [];
  const charged: number[] = [];
  const limiter = new RateLimiter(Number.POSITIVE_INFINITY, () => 0, {
    narrowest: Number.POSITIVE_INFINITY,
    ask: (bytes) => void asked.push(bytes),
    charge: (wire) => void charged.push(wire),
  });
  return { limiter, asked, charged };
}
