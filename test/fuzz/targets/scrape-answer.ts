import { deepStrictEqual } from 'node:assert';
import { decodeScrapeAnswer, encodeScrapeAnswer } from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

/** The counts come back from what is written of them. */
export const scrapeAnswer = fuzzTarget({
  name: 'scrape-answer',
  tokens: ['5:filesd', '20:', '8:completei', '10:incompletei', '10:downloadedi', '14:failure reason', 'e', 'de'],
  decode: (input) => {
    const decoded = decodeScrapeAnswer(input);
    return decoded.ok ? decoded.torrents : undefined;
  },
  check: (torrents) => {
    const ids = torrents.map(({ infoHash }) => Buffer.from(infoHash).toString('hex'));
    const sorted = [...torrents].sort((a, b) => Buffer.compare(a.infoHash, b.infoHash));
    if (new Set(ids).size === ids.length)
      deepStrictEqual(decodeScrapeAnswer(encodeScrapeAnswer(torrents)), { ok: true, torrents: sorted });
  },
});
