import { deepStrictEqual, strictEqual } from 'node:assert';
import { JournalText, readJournalText } from '../../../packages/peer/src/io/journal/journal-lines.ts';
import { LineChain } from '../../../packages/peer/src/io/journal/line-chain.ts';
import { fuzzTarget } from '../fuzz-target.ts';

const SUBJECT = { infoHash: 'ab'.repeat(20), path: '/d/film', pieces: 12, files: 2 };
const BOOT = 'boot';

/** Lines of another version, or of somebody who means us ill: each with the check that it must have. */
const chained = (input: Uint8Array): string => {
  const chain = new LineChain();
  const lines = Buffer.from(input).toString('utf8').split('\n');
  return lines.map((line) => chain.line(line)).join('');
};

/** What a journal says is about this content, and comes back from the journal that is written of it. */
export const journal = fuzzTarget({
  name: 'journal',
  tokens: [
    '\n',
    '"pieces":[',
    '"stamps":{',
    '"0":"',
    '-1',
    '1.5',
    '99',
    '"__proto__"',
    'null',
    '"have":"//A="',
    '1e999',
  ],
  decode: (input) => {
    // As it stands it has no right check, and says nothing.
    readJournalText(Buffer.from(input).toString('utf8'), SUBJECT, BOOT);
    return readJournalText(chained(input), SUBJECT, BOOT);
  },
  check: ({ have, durable, stamps }) => {
    strictEqual(have.length, SUBJECT.pieces);
    strictEqual(stamps.length, SUBJECT.files);
    const again = readJournalText(new JournalText().begin(SUBJECT, { have, durable, stamps }, BOOT), SUBJECT, BOOT);
    deepStrictEqual(again, { have, durable, stamps });
  },
});
