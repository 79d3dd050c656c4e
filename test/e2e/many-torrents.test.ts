import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, startProgram } from './harness/seedbed.ts';

test('torrents that come and go by HTTP leave nothing in the memory of the daemon', async () => {
  // The short form of `npm run bench:torrents`.
  const script = [join(ROOT, 'bench/many-torrents.mjs'), '--torrents', '60', '--rounds', '3', '--idle', '0'];
  const rounds = await startProgram(process.execPath, script).ends(100_000);
  expect([rounds.status, rounds.stderr, rounds.stdout]).toEqual([
    0,
    '',
    expect.stringMatching(/^(round \d: 60 torrents.*\n){3}last round against the first: .* MiB \(bar: 10 MiB\)\n$/),
  ]);
});
