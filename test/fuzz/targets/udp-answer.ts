import { deepStrictEqual } from 'node:assert';
import { type AddressFamily, decodeUdpAnswer, encodeUdpAnswer } from '@seedbed/protocol';
import { describeUdpAnswer } from '@seedbed/protocol/describe';
import { fuzzTarget } from '../fuzz-target.ts';

/** Over both families: an answer comes back from the datagram that is written of it, but for a text, which may be cut. */
const udpAnswer = (family: AddressFamily) =>
  fuzzTarget({
    name: `udp-answer-${family}`,
    tokens: ['\0\0\0\0', '\0\0\0\x01', '\0\0\0\x02', '\0\0\0\x03', '\xff\xff\xff\xff'],
    decode: (input) => {
      describeUdpAnswer(input, family);
      const decoded = decodeUdpAnswer(input, family);
      return decoded.ok ? decoded.answer : undefined;
    },
    check: (answer) => {
      if (answer.type === 'error') return;
      // An IPv4 address that is mapped into IPv6 is told as IPv4, which has no place in the other form.
      const isMapped =
        answer.type === 'announce' && family === 6 && answer.answer.peers.some(({ ip }) => !ip.includes(':'));
      if (!isMapped) deepStrictEqual(decodeUdpAnswer(encodeUdpAnswer(answer, family), family), { ok: true, answer });
    },
  });

export const udpAnswer4 = udpAnswer(4);
export const udpAnswer6 = udpAnswer(6);
