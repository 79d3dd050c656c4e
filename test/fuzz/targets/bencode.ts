import { deepStrictEqual } from 'node:assert';
import { BencodeError, decodeBencode, encodeBencode } from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

/** Values come back from what is written of them. */
export const bencode = fuzzTarget({
  name: 'bencode',
  errors: [BencodeError],
  tokens: [
    'i-0e',
    'i03e',
    'le',
    'de',
    '0:',
    '1:a',
    '-3:',
    '99999999999:',
    'i9007199254740993e',
    '9:__proto__',
    'e',
    ' ',
  ],
  decode: (input) => decodeBencode(input),
  check: (value) => deepStrictEqual(decodeBencode(encodeBencode(value)), value),
});
