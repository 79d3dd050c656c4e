import { deepStrictEqual } from 'node:assert';
import { encodeHandshake, HANDSHAKE_LENGTH, HandshakeDecoder, WireError } from '@seedbed/protocol';
import { chunksOf } from '../chunks-of.ts';
import { fuzzTarget } from '../fuzz-target.ts';

/** However it is cut, what was read is what it is written as. */
export const handshake = fuzzTarget({
  name: 'handshake',
  errors: [WireError],
  tokens: ['\x13BitTorrent protocol', '\0\0\0\0\0\0\0\0', '\x13'],
  decode: (input) => {
    const decoder = new HandshakeDecoder();
    for (const chunk of chunksOf(input)) decoder.push(chunk);
    return decoder.handshake;
  },
  check: (found, input) => deepStrictEqual(encodeHandshake(found), input.slice(0, HANDSHAKE_LENGTH)),
});
