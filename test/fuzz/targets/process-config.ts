import { deepStrictEqual } from 'node:assert';
import { ProcessConfigError, readProcessConfig } from '../../../packages/peer/src/process-config.ts';
import { fuzzTarget } from '../fuzz-target.ts';

/** What a launcher hands over is taken, or refused in words. */
export const processConfig = fuzzTarget({
  name: 'process-config',
  errors: [ProcessConfigError],
  tokens: [
    '"torrent":"t"',
    '"limits":{',
    '"maxUnread":1',
    '"__proto__":{}',
    '"constructor":1',
    '"listen":"',
    'null',
    '1e999',
    '[]',
  ],
  decode: (input) => readProcessConfig(Buffer.from(input).toString('utf8')),
  check: ({ torrent, dir, name }) => deepStrictEqual([torrent, dir, name].includes(''), false),
});
