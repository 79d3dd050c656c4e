import { parseCount } from '@seedbed/settings';
import type { FaultKind } from '../fault.ts';

/**
 * Both intervals of the answer are this many seconds: 0, or 2^40 for a client that computes with 32 bits. A datagram has room
 * for the lowest 32 bits of it.
 */
export const interval: FaultKind = {
  name: 'interval',
  placeholder: 'SECONDS',
  make: (argument) => {
    const [, exponent] = /^2\^(\d{1,2})$/.exec(argument) ?? [];
    const read = parseCount(exponent === undefined ? argument : String(2 ** Number(exponent)));
    if (!read.ok)
      return { ok: false, problem: `'${argument}' is no number of seconds from 0 to 2^53 - 1; write 0, 60 or 2^40` };
    const seconds = read.value;
    return { ok: true, value: { reply: (reply) => ({ ...reply, interval: seconds, minInterval: seconds }) } };
  },
};
