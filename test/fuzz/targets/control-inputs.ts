import { ok } from 'node:assert';
import { ControlError } from '@seedbed/control';
import {
  readAddQuery,
  readEventsQuery,
  readInfoHash,
  readLimits,
  readPiecesQuery,
  readRemoveQuery,
} from '../../../packages/peer/src/control/inputs.ts';
import { fuzzTarget } from '../fuzz-target.ts';

const READERS: readonly ((value: unknown) => unknown)[] = [
  readLimits,
  readAddQuery,
  readRemoveQuery,
  readPiecesQuery,
  readEventsQuery,
  readInfoHash,
];

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

/** A digit that says what it is read as, and then JSON or text: it is taken, or refused in words. */
export const controlInputs = fuzzTarget({
  name: 'control-inputs',
  tokens: [
    '"upload":',
    '"512KiB/s"',
    'null',
    '1e999',
    '-1',
    '{',
    '}',
    '"__proto__":',
    '"connect":["',
    '[::1]:1',
    '"from":"',
    '"level":"',
  ],
  decode: (input) => {
    const text = Buffer.from(input).toString('utf8');
    const reader = READERS[Number.parseInt(text[0] ?? '', 36) % READERS.length] ?? readLimits;
    try {
      return { taken: reader(parse(text.slice(1))) };
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      ok(error.code === 'bad-request' && error.message !== '');
      return undefined;
    }
  },
});
