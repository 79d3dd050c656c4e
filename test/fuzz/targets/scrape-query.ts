import { deepStrictEqual } from 'node:assert';
import { encodeScrapeQuery, parseScrapeQuery } from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

/** The info hashes come back from the query that is written of them. */
export const scrapeQuery = fuzzTarget({
  name: 'scrape-query',
  tokens: ['info_hash=', 'info_hash=%00%ffabcdefghijklmnopqr', '%', '%F', '&', '='],
  decode: (input) => {
    const parsed = parseScrapeQuery(Buffer.from(input).toString('latin1'));
    return parsed.ok ? parsed.infoHashes : undefined;
  },
  check: (infoHashes) => deepStrictEqual(parseScrapeQuery(encodeScrapeQuery(infoHashes)), { ok: true, infoHashes }),
});
