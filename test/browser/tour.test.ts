import { expect, test } from 'vitest';
import { openPage } from './harness/open-page.ts';
import { serveRun } from './harness/serve-run.ts';

const TITLES = [
  'The torrent file',
  'Asking the tracker',
  'The handshake',
  'The bitfield',
  'Interest',
  'Choke and unchoke',
  'A request and its piece',
  'Telling the others: have',
  'The end game',
  'Seeding',
];

test('the tour goes through ten steps and shows real bytes in each', async () => {
  const page = await openPage(`${await serveRun()}/#view=tour`);
  const heading = page.locator('.tour-text h2');
  for (const [i, title] of TITLES.entries()) {
    await page.waitForFunction(
      (wanted) => document.querySelector('.tour-text h2')?.textContent?.includes(wanted),
      title,
    );
    expect(await heading.textContent()).toContain(`${i + 1} of 10`);
    expect(await page.locator('.tour-bytes .byte').count()).toBeGreaterThan(4);
    expect(await page.locator('.tour-bytes .fields li').count()).toBeGreaterThan(0);
    await page.waitForURL((url) => new URLSearchParams(url.hash.slice(1)).get('step') === `${i + 1}`);
    if (i < TITLES.length - 1) await page.getByRole('button', { name: 'Next' }).click();
  }
  expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
});

test('the tour is gone through by keys alone, and they move its own run', async () => {
  const page = await openPage(`${await serveRun()}/#view=tour`, { colorScheme: 'dark' });
  const heading = page.locator('.tour-text h2');
  await heading.getByText('The torrent file').waitFor();
  for (const title of TITLES.slice(1)) {
    await page.keyboard.press('ArrowRight');
    await heading.getByText(title).waitFor();
  }
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await heading.getByText('The end game').waitFor();
  const event = async (): Promise<number> =>
    Number(/\d+/.exec((await page.locator('.event').textContent()) ?? '')?.[0] ?? Number.NaN);
  await page.waitForFunction(() => !document.querySelector('.event')?.textContent?.startsWith('Event 0'));
  const before = await event();
  await page.keyboard.press('.');
  expect(await event()).toBe(before + 1);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('1');
  await page.locator('.swarm-view').waitFor();
});

test('a link leads to a step, on a phone and in the dark as well', async () => {
  const page = await openPage(`${await serveRun()}/#view=tour&step=3`, {
    width: 390,
    height: 844,
    colorScheme: 'dark',
  });
  await page.getByText('BitTorrent protocol', { exact: true }).first().waitFor();
  const { scroll, room } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(room);
});
