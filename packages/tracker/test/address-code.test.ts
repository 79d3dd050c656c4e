import { expect, test } from 'vitest';
import { AddressCode } from '../src/udp/address-code.ts';

// Published vectors of HalfSipHash-2-4 with 64 bits: the bytes 0, 1, 2, … under the key 00 01 … 07, little endian.
test.each([
  [4, 0x178ae7d5, 0xa12ee55b],
  [16, 0xd2aa3673, 0xb5f37b5f],
])('the code of %i bytes is that of HalfSipHash-2-4', (length, first, second) => {
  const code = new AddressCode();
  code.compute(
    [0x03020100, 0x07060504],
    Uint8Array.from({ length }, (_, i) => i),
  );
  expect([code.first >>> 0, code.second >>> 0]).toEqual([first, second]);
});
