import { deepStrictEqual, strictEqual } from 'node:assert';
import { Bitfield, WireError } from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

/** The number of pieces in one byte, and then the bits: they come back as they were, and are counted. */
export const bitfield = fuzzTarget({
  name: 'bitfield',
  errors: [WireError],
  tokens: ['\0', '\x01', '\x07', '\x08', '\x09', '\x80', '\xff'],
  decode: (input) => Bitfield.fromBytes(input.subarray(1), input[0] ?? 0),
  check: (bits, input) => {
    deepStrictEqual(Uint8Array.from(bits.bytes), input.slice(1));
    const set = Array.from({ length: bits.length }, (_, piece) => piece).filter((piece) => bits.has(piece));
    strictEqual(bits.count, set.length);
    strictEqual(bits.isFull, set.length === bits.length);
  },
});
