import type { FaultKind } from '../fault.ts';

const MAX_LENGTH = 1_000;

/** A failure reason of the user's own words. */
export const failure: FaultKind = {
  name: 'failure',
  placeholder: 'TEXT',
  make: (argument) =>
    argument.length > MAX_LENGTH
      ? { ok: false, problem: `a failure reason here has at most ${MAX_LENGTH} characters` }
      : { ok: true, value: { failure: argument } },
};
