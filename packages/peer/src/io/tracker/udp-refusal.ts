import type { DecodedUdpAnswer } from '@seedbed/protocol';
import type { UdpOutcome, UdpQuestion } from './udp-question.ts';

/** What an answer that is none means for who asked: the tracker's error, or what is wrong with the datagram. */
export const refusal = (asked: UdpQuestion['type'] | 'connect', decoded: DecodedUdpAnswer): UdpOutcome => {
  if (!decoded.ok) return { ok: false, reason: `the answer of the tracker is wrong: ${decoded.failure}` };
  const { answer } = decoded;
  if (answer.type === 'error') {
    return { ok: false, reason: answer.message || 'the tracker refused and gave no reason' };
  }
  return {
    ok: false,
    reason: `the answer of the tracker is wrong: it is one to ${answer.type}, and ${asked} was asked`,
  };
};

/** Whether it is the connection id that is refused. BEP 15 has no number for it; all trackers name the connection. */
export const refusesConnection = (decoded: DecodedUdpAnswer): boolean =>
  decoded.ok && decoded.answer.type === 'error' && /connection/i.test(decoded.answer.message);
