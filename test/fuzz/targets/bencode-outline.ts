import { strictEqual } from 'node:assert';
import { BencodeError, scanBencode } from '@seedbed/protocol';
import { outlineBencode } from '@seedbed/protocol/describe';
import { fuzzTarget } from '../fuzz-target.ts';

const isStrict = (input: Uint8Array): boolean => {
  try {
    return !scanBencode(input).unsorted;
  } catch (error) {
    if (error instanceof BencodeError) return false;
    throw error;
  }
};

/** The reader that shows mistakes throws at none, and finds one exactly where the strict reader refuses. */
export const bencodeOutline = fuzzTarget({
  name: 'bencode-outline',
  tokens: ['i-0e', 'i03e', 'le', 'de', '0:', '1:a', '-3:', '99999999999:', 'e', ' ', '\n'],
  decode: (input) => outlineBencode(input),
  check: ({ remarks }, input) => strictEqual(remarks.length === 0, isStrict(input)),
});
