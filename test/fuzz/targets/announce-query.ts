import { deepStrictEqual } from 'node:assert';
import { encodeAnnounceQuery, parseAnnounceQuery } from '@seedbed/protocol';
import { describeAnnounceQuery } from '@seedbed/protocol/describe';
import { fuzzTarget } from '../fuzz-target.ts';

const ID = '%00%ffabcdefghijklmnopqr';

/** A request comes back from the query that is written of it; the learning commands can show any query. */
export const announceQuery = fuzzTarget({
  name: 'announce-query',
  tokens: [
    `info_hash=${ID}&`,
    `peer_id=${ID}&`,
    '%',
    '%zz',
    '%00',
    '&',
    '=',
    'port=0',
    'left=18446744073709551615',
    'ip=::ffff:1.2.3.4',
    'event=stopped',
  ],
  decode: (input) => {
    const query = Buffer.from(input).toString('latin1');
    describeAnnounceQuery(query);
    const parsed = parseAnnounceQuery(query);
    return parsed.ok ? parsed.request : undefined;
  },
  check: (request) => deepStrictEqual(parseAnnounceQuery(encodeAnnounceQuery(request)), { ok: true, request }),
});
