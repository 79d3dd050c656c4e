import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { killDownload } from './harness/kill-download.ts';

const MiB = 1024 * 1024;

test('a download that is killed again and again loses nothing and serves nothing wrong', async () => {
  // To see a run again: KILL_SEED=… npm test -- kill
  const { KILL_SEED = String(randomInt(1_000_000)) } = process.env;
  const seedValue = Number(KILL_SEED);
  const report = await killDownload({ seedValue, kills: 4, size: 16 * MiB, rate: 12 * MiB }).catch((error: unknown) => {
    throw new Error(`KILL_SEED=${seedValue}: ${error instanceof Error ? error.message : error}`, { cause: error });
  });
  expect(report.finishedAgain, `KILL_SEED=${seedValue}`).toBe(0);
});
