import { deepStrictEqual } from 'node:assert';
import { encodeUdpRequest, parseUdpRequest } from '@seedbed/protocol';
import { describeUdpRequest } from '@seedbed/protocol/describe';
import { fuzzTarget } from '../fuzz-target.ts';

/** What a tracker is sent comes back from the datagram that is written of it; the learning commands can show any datagram. */
export const udpRequest = fuzzTarget({
  name: 'udp-request',
  tokens: ['\0\0\x04\x17\x27\x10\x19\x80', '\0\0\0\x01', '\0\0\0\x02', '\x02\xff', '\x02\x00', '\x01', '\0'],
  decode: (input) => {
    describeUdpRequest(input);
    const parsed = parseUdpRequest(input);
    return parsed.ok ? parsed.request : undefined;
  },
  check: (request) => deepStrictEqual(parseUdpRequest(encodeUdpRequest(request)), { ok: true, request }),
});
