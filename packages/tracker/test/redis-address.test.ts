import { expect, test } from 'vitest';
import { parseRedisAddress, showRedisAddress } from '../src/store/redis/redis-address.ts';

test.each([
  ['redis://127.0.0.1:6380/3', { host: '127.0.0.1', port: 6380, database: 3 }],
  ['redis://cache', { host: 'cache', port: 6379, database: 0 }],
  ['redis://[::1]:7000', { host: '::1', port: 7000, database: 0 }],
  ['redis://:secret@cache/1', { host: 'cache', port: 6379, database: 1, password: 'secret' }],
  ['redis://me:p%40ss@cache', { host: 'cache', port: 6379, database: 0, username: 'me', password: 'p@ss' }],
])('%s', (text, address) => {
  expect(parseRedisAddress(text)).toEqual({ ok: true, address });
});

test.each([
  ['memroy', "a store is memory or the address of a Redis, not 'memroy'"],
  ['http://:secret@cache', "a store is memory or the address of a Redis, not 'http:'"],
  ['redis://:secret@', 'the address of the Redis store can not be read'],
  ['redis://:secret@cache:x', 'the address of the Redis store can not be read'],
  ['redis://:secret@cache/main', "the database of the Redis store is a number, not 'main'"],
  ['redis://:secret@cache/1?db=2', "the database of the Redis store is a number, not '1?db=2'"],
  ['redis://:%E0secret@cache', 'the user or the password of the Redis store is wrongly percent-encoded'],
])('%s is refused, and the password is not told', (text, problem) => {
  const parsed = parseRedisAddress(text);
  expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(`${problem}; it looks like redis://`) });
  expect(JSON.stringify(parsed)).not.toContain('secret');
});

test('what is shown holds no secret', () => {
  const address = { host: '::1', port: 1, database: 2, username: 'me', password: 'secret' };
  expect(showRedisAddress(address)).toBe('redis://[::1]:1/2');
});
