import { deepStrictEqual } from 'node:assert';
import { ProcessConfigError } from '../../../packages/peer/src/host/config-reader.ts';
import { readHostConfig } from '../../../packages/peer/src/host/host-config.ts';
import { fuzzTarget } from '../fuzz-target.ts';

/** What a launcher hands over is taken, or refused in words. */
export const hostConfig = fuzzTarget({
  name: 'host-config',
  errors: [ProcessConfigError],
  tokens: [
    '"torrent":"t"',
    '"peers":[',
    '"limits":{',
    '"link":{"jitter":1}',
    '"maxUnread":1',
    '"__proto__":{}',
    '"constructor":1',
    '"listen":"',
    'null',
    '1e999',
    '[]',
  ],
  decode: (input) => readHostConfig(Buffer.from(input).toString('utf8')),
  check: ({ peers }) => {
    for (const { torrent, dir, name } of peers) deepStrictEqual([torrent, dir, name].includes(''), false);
    deepStrictEqual(new Set(peers.map(({ name }) => name)).size, peers.length);
  },
});
