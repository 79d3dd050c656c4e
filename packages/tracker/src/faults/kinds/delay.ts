import { parseDuration } from '@seedbed/settings';
import type { FaultKind } from '../fault.ts';

/** Longer than any client waits. */
const MAX_DELAY = 3_600_000;

/** The answer comes late. */
export const delay: FaultKind = {
  name: 'delay',
  placeholder: 'DUR',
  make: (argument) => {
    const read = parseDuration(argument);
    if (!read.ok) return read;
    if (read.value > MAX_DELAY) return { ok: false, problem: `${argument} is too much; the most is 1h` };
    return { ok: true, value: { delay: read.value } };
  },
};
