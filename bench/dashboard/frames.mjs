import { openPage, startRun } from './shown-run.mjs';

/** Peers come, connect and ask: what is measured begins after this, ms. */
const SETTLING = 5_000;

/** Counts the frames that a live run is drawn in, and how long the longest took. */
export async function countFrames({ peers, seconds, tell }) {
  const run = await startRun({ peers, seconds: seconds + 10, upload: 512 });
  const { page, close } = await openPage(run.url, { isOnOneCpu: true });
  await run.says(/downloading/);
  await page.waitForTimeout(SETTLING);
  const gaps = await page.evaluate(
    (length) =>
      new Promise((resolve) => {
        const all = [];
        const begin = performance.now();
        let last = begin;
        const step = (now) => {
          all.push(now - last);
          last = now;
          if (now - begin < length) requestAnimationFrame(step);
          else resolve(all);
        };
        requestAnimationFrame(step);
      }),
    seconds * 1_000,
  );
  const figures = await page.locator('.figures').first().innerText();
  await close();
  await run.close();
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor(part * (sorted.length - 1))].toFixed(0);
  const rate = (gaps.length / (gaps.reduce((sum, gap) => sum + gap) / 1_000)).toFixed(1);
  tell(
    `${peers} peers: ${rate} frames a second over ${seconds} s; ms between two: median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`,
  );
  tell(`the page says: ${figures.replaceAll(/\s+/g, ' ')}`);
}
