import { concatBytes, utf8 } from '@seedbed/protocol';
import type { FaultKind } from '../fault.ts';

/** An integer that bencode does not allow (`i03e`) as the first value: everything behind it is as it should be. */
const BROKEN = utf8('d0:i03e');

/** An answer that looks like bencode and is none. */
function malform(body: Uint8Array): Uint8Array {
  return concatBytes([BROKEN, body.subarray(1)]);
}

export const malformed: FaultKind = { name: 'malformed', make: () => ({ ok: true, value: { body: malform } }) };
