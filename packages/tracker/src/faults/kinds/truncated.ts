import type { FaultKind } from '../fault.ts';

/** The first half of an answer: bencode that stops in the middle. */
function truncate(body: Uint8Array): Uint8Array {
  return body.subarray(0, body.length >> 1);
}

export const truncated: FaultKind = { name: 'truncated', make: () => ({ ok: true, value: { body: truncate } }) };
