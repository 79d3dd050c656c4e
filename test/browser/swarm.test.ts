import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from '../e2e/harness/seedbed.ts';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { openPage } from './harness/open-page.ts';

test('a live swarm of nine is shown to its end, and a leech that is killed from the page is seen to die', async () => {
  const out = join(temporaryFolder(), 'run');
  const swarm = start(['swarm', '--leeches', '8', '--size', '4MiB', '--upload', '256KiB/s', '--out', out]);
  const address = (): string | undefined => /dashboard: (http\S+)/.exec(swarm.stderr)?.[1];
  await waitUntil(() => (address() === undefined ? 'no address was printed' : undefined));
  // When the run is over its server is gone, and the browser tells that it can't connect again.
  const page = await openPage(`${address()}&peer=leech-3`, { expected: /ERR_|EventSource/ });
  await page.getByText('live', { exact: true }).first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.side tbody tr:not(.absent)').length === 9);
  await page.getByText('Hands on').click();
  await page.getByRole('button', { name: 'Kill it' }).click();
  await page.locator('.card').getByText('killed').waitFor();
  await page.waitForFunction(() => document.querySelector('.figures b')?.textContent === '7 of 8');
  await swarm.ends();
  await swarm.nothingLeft(0);
  expect(await page.locator('.side tbody').textContent()).toContain('killed');
});
