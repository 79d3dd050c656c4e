import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openPage } from './harness/open-page.ts';
import { HOSTILE, runWithReport } from './harness/run-with-report.ts';

const PICTURES = ['completions', 'progress', 'exchange', 'rates', 'availability', 'unchokes', 'tracker'];

/** For each canvas of a picture, how many of its pixels are coloured: axes, words and marks are grey, what is told is not. */
const inkOf = (page: Page): Promise<readonly (readonly [string, readonly number[]])[]> =>
  page.locator('[data-picture]').evaluateAll((pictures) =>
    pictures.map((picture) => {
      const counts = [...picture.querySelectorAll('canvas')].map((canvas) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let count = 0;
        for (let at = 0; at < pixels.length; at += 4) {
          const [red = 0, green = 0, blue = 0] = pixels.slice(at, at + 3);
          if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) count += 1;
        }
        return count;
      });
      return [picture.getAttribute('data-picture') ?? '', counts] as const;
    }),
  );

/** Each picture of the page has its canvases, and something is drawn on each. */
const expectDrawn = async (page: Page, runs: number): Promise<void> => {
  const pictures = await inkOf(page);
  expect(pictures.map(([name]) => name)).toEqual(PICTURES);
  for (const [name, counts] of pictures) {
    // Completions of all runs are one chart; rates have one for each direction, the tracker one for its announces.
    const canvases = name === 'completions' ? 1 : name === 'rates' || name === 'tracker' ? 2 * runs : runs;
    expect(counts, `canvases of ${name}`).toHaveLength(canvases);
    for (const count of counts) expect(count, `ink in ${name}`).toBeGreaterThan(20);
  }
};

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** Everything that a picture shows, for telling two of them apart. */
const drawn = (page: Page, picture: string): Promise<string> =>
  page.locator(`[data-picture="${picture}"] canvas`).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

const PAPER = 'rgb(255, 255, 255)';
const DAY = 'rgb(251, 250, 247)';
const NIGHT = 'rgb(20, 23, 26)';

const run = runWithReport();

describe('the report of a run', () => {
  test('is drawn, all of it, from a file that asks for nothing', async () => {
    const page = await openPage(run.page());
    await expectDrawn(page, 1);
    expect(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))).toEqual([]);
    expect(await page.locator('h1').textContent()).toMatch(/^All 4 leeches are complete after/);
  });

  test('shows text from outside as text, wherever it stands', async () => {
    const page = await openPage(run.page());
    expect(await page.locator('.description').textContent()).toBe(`described as ${HOSTILE}`);
    expect(await page.locator('.eyebrow b').textContent()).toBe(`small ${HOSTILE}`);
    expect(await page.locator('#meanwhile').textContent()).toContain(HOSTILE);
    expect(await page.locator('pre').textContent()).toContain('onerror');
    expect(await page.locator('img, iframe, object').count()).toBe(0);
    expect(await page.title()).toContain('small </script>');
    // That of the models, of the charts and of the pictures.
    expect(await page.locator('script').count()).toBe(3);
  });

  test('follows the day and the night', async () => {
    const page = await openPage(run.page(), { colorScheme: 'light' });
    expect(await background(page)).toBe(DAY);
    const byDay = await drawn(page, 'progress');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, NIGHT);
    // Pictures are drawn anew after the page has its colours.
    await page.waitForFunction(
      (before) => document.querySelector<HTMLCanvasElement>('[data-picture="progress"] canvas')?.toDataURL() !== before,
      byDay,
    );
    await expectDrawn(page, 1);
  });

  test('is as by day on paper, and comes back', async () => {
    const page = await openPage(run.page(), { colorScheme: 'dark' });
    const byNight = await drawn(page, 'exchange');
    // After the page's own: what it shows when it is printed.
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-picture="exchange"] canvas');
        document.body.setAttribute('data-printed', canvas?.toDataURL() ?? '');
      });
    });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const printed = await page.locator('body').getAttribute('data-printed');
    expect(printed).toMatch(/^data:image\/png/);
    expect(printed).not.toBe(byNight);
    expect(await drawn(page, 'exchange')).toBe(byNight);

    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await background(page)).toBe(PAPER);
    expect(await page.locator('details:not([open])').first().isVisible()).toBe(false);
  });

  test('has room on a phone', async () => {
    const page = await openPage(run.page(), { width: 390, height: 844 });
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(wide).toBeLessThanOrEqual(room ?? 0);
    await expectDrawn(page, 1);
  });
});

test('repetitions share a page, each with its pictures', async () => {
  const page = await openPage(run.repetitions());
  expect(await page.locator('h1').textContent()).toMatch(/^All leeches of 2 runs are complete, by the median after/);
  expect(await page.locator('.eyebrow b').allTextContents()).toEqual(['run 1', 'run 2']);
  await expectDrawn(page, 2);
  expect(await page.locator('img').count()).toBe(0);
});
