import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { killDownload } from '../e2e/harness/kill-download.ts';

const MiB = 1024 * 1024;
const { SOAK_RUNS = '30', KILL_SEED = String(randomInt(1_000_000)) } = process.env;

// Small downloads that are slow, and now and then a large one at full speed, when most is under way at once.
test.each(
  Array.from({ length: Number(SOAK_RUNS) }, (_, run) => ({
    seedValue: Number(KILL_SEED) + run,
    kills: 6,
    ...(run % 5 === 4 ? { size: 300 * MiB, rate: Number.POSITIVE_INFINITY } : { size: 16 * MiB, rate: 12 * MiB }),
  })),
)('a download that is killed again and again: seed value $seedValue, $size bytes', async (options) => {
  const { finishedAgain, bytesAgain, pieces } = await killDownload(options);
  console.info(`${pieces} pieces, ${finishedAgain} of them and ${bytesAgain} bytes in all fetched again`);
  expect(finishedAgain).toBe(0);
});
