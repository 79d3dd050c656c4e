import { expect, test } from 'vitest';
import { KeyedHash } from '../src/store/keyed-hash.ts';

// Published vectors of HalfSipHash-1-3: the bytes 0, 1, 2, … under the key 00 01 … 07. An IPv4 peer's key has 30 bytes, an
// IPv6 peer's 42.
test.each([
  [30, 0x2331b6a3],
  [42, 0xf9e5e7c0],
])('the hash of %i bytes is that of HalfSipHash-1-3', (length, expected) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i);
  const hash = new KeyedHash([0x03020100, 0x07060504]);
  expect(hash.of(0x03020100, bytes.subarray(4, 24), bytes.subarray(24))).toBe(expected);
});

test('another key gives another hash', () => {
  const [id, address] = [new Uint8Array(20), new Uint8Array(6)];
  expect(new KeyedHash([1, 2]).of(0, id, address)).not.toBe(new KeyedHash([1, 3]).of(0, id, address));
});
