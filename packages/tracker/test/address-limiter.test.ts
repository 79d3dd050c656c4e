import { describe, expect, test } from 'vitest';
import { AddressLimiter } from '../src/policy/address-limiter.ts';
import { Policy } from '../src/policy/policy.ts';
import { addressOf, requestOf, seededRandom } from './swarm-fixtures.ts';

const take = (limiter: AddressLimiter, ip: string, times: number, now: number): number[] =>
  Array.from({ length: times }, () => limiter.take(ip, now));

describe('so many announces a minute', () => {
  test('all at once if the address likes, then one for each part of the minute', () => {
    const limiter = new AddressLimiter(3, [1, 2]);
    expect(take(limiter, '1.2.3.4', 4, 5_000)).toEqual([0, 0, 0, 20_000]);
    expect(limiter.take('1.2.3.4', 15_000)).toBe(10_000);
    expect(take(limiter, '1.2.3.4', 2, 25_000)).toEqual([0, 20_000]);
    expect(take(limiter, '1.2.3.4', 4, 500_000)).toEqual([0, 0, 0, 20_000]);
  });

  test('what is refused costs nothing', () => {
    const limiter = new AddressLimiter(1, [1, 2]);
    expect(take(limiter, '1.2.3.4', 3, 0)).toEqual([0, 60_000, 60_000]);
    expect(limiter.take('1.2.3.4', 60_000)).toBe(0);
  });

  test('each address has a budget of its own; those of one /64 share one', () => {
    const limiter = new AddressLimiter(1, [1, 2]);
    expect(['1.2.3.4', '1.2.3.5', '2001:db8::1', '2001:db8:0:1::1'].map((ip) => limiter.take(ip, 0))).toEqual([
      0, 0, 0, 0,
    ]);
    expect(['1.2.3.4', '2001:db8::2', '2001:db8::ffff:1:2:3'].map((ip) => limiter.take(ip, 0))).toEqual([
      60_000, 60_000, 60_000,
    ]);
  });

  test('any number is right to the announce, whatever fractions of a minute it makes', () => {
    for (const perMinute of [1, 7, 60, 999, 1_000_000]) {
      const limiter = new AddressLimiter(perMinute, [1, 2]);
      const times = Math.min(perMinute, 5_000);
      expect(
        take(limiter, '1.2.3.4', times, 1e9 + 1 / 3).every((wait) => wait === 0),
        `${perMinute}`,
      ).toBe(true);
      if (times === perMinute) expect(limiter.take('1.2.3.4', 1e9 + 1 / 3)).toBeGreaterThan(0);
    }
  });

  test('ten thousand addresses over their limit hardly ever hit another one', () => {
    const limiter = new AddressLimiter(1, [1, 2]);
    for (let n = 0; n < 10_000; n += 1) limiter.take(addressOf(n).ip, 0);
    const others = Array.from({ length: 1_000 }, (_, n) => limiter.take(`10.0.${n >> 8}.${n & 255}`, 0));
    // (1 - e^-0.153)^2 of them on average: 20.
    expect(others.filter((wait) => wait > 0).length).toBeLessThan(60);
  });
});

test('whom it meets depends on the key', () => {
  const random = seededRandom(5);
  const hit = (key: [number, number]): string => {
    const limiter = new AddressLimiter(1, key);
    for (let n = 0; n < 20_000; n += 1) limiter.take(addressOf(n).ip, 0);
    return Array.from({ length: 1_000 }, (_, n) => (limiter.take(`10.0.${n >> 8}.${n & 255}`, 0) > 0 ? n : '')).join();
  };
  const keys = [0, 1].map((): [number, number] => [random() * 2 ** 32, random() * 2 ** 32]);
  expect(hit(keys[0] ?? [0, 0])).not.toBe(hit(keys[1] ?? [0, 0]));
});

test('who announces too often is told when to come again', () => {
  const policy = new Policy(new AddressLimiter(2, [1, 2]));
  expect([0, 1].map((t) => policy.refusal(requestOf(1), '1.2.3.4', t))).toEqual([undefined, undefined]);
  expect(policy.refusal(requestOf(1), '1.2.3.4', 1_500)).toEqual({
    kind: 'rate-limited',
    failure: 'too many announces from your address; come again in 29 s',
    retryIn: 29,
  });
});

test('who leaves has a budget of its own: it is let go when its address may announce no more, yet not without end', () => {
  const policy = new Policy(new AddressLimiter(2, [1, 2]));
  const announce = (event?: 'stopped'): string | undefined => {
    const refusal = policy.refusal(requestOf(1, event === undefined ? {} : { event }), '1.2.3.4', 0);
    if (refusal instanceof Promise) throw new Error('this limiter answers at once');
    return refusal?.kind;
  };
  expect([announce(), announce(), announce()]).toEqual([undefined, undefined, 'rate-limited']);
  expect([announce('stopped'), announce('stopped'), announce('stopped')]).toEqual([
    undefined,
    undefined,
    'rate-limited',
  ]);
});
