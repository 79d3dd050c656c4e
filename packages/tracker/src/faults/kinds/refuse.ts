import type { FaultKind } from '../fault.ts';

/** The connection is closed without an answer. */
export const refuse: FaultKind = { name: 'refuse', make: () => ({ ok: true, value: { instead: 'close' } }) };
