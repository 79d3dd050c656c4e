import { deepStrictEqual, ok } from 'node:assert';
import {
  type AnnounceAnswer,
  decodeAnnounceAnswer,
  encodeAnnounceAnswer,
  formatAddress,
  parseAddress,
} from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

/** Texts are cut to a length, and what was no UTF-8 in them is replaced: they do not come back as they were. */
const withoutTexts = ({ warning: _, trackerId: __, ...answer }: AnnounceAnswer): AnnounceAnswer => answer;

/** Every peer can be dialled, and the answer comes back from what is written of it. */
export const announceAnswer = fuzzTarget({
  name: 'announce-answer',
  tokens: [
    '8:intervali',
    '5:peers',
    '6:peers6',
    '2:ip',
    '4:porti',
    '7:peer id20:',
    '14:failure reason',
    '8:retry in',
    'e',
    'i-1e',
  ],
  decode: (input) => {
    const decoded = decodeAnnounceAnswer(input);
    return decoded.ok ? decoded.answer : undefined;
  },
  check: (answer) => {
    ok(answer.peers.every(({ ip, port }) => port > 0 && parseAddress(formatAddress({ ip, port }))?.ip === ip));
    const sent = withoutTexts(answer);
    deepStrictEqual(decodeAnnounceAnswer(encodeAnnounceAnswer(sent, { compact: false, noPeerId: false })), {
      ok: true,
      answer: sent,
    });
  },
});
