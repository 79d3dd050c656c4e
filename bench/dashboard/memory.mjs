import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPage, startRun } from './shown-run.mjs';

const TELLER = fileURLToPath(new URL('programs/heap-teller.mjs', import.meta.url));
const MINUTE = 60_000;
const inMB = (bytes) => (bytes / 1e6).toFixed(1);

/** Looks each minute at what the launcher of a run of 20 peers and its page keep, after a collection of garbage. */
export async function watchMemory({ minutes, trace, tell }) {
  const nodeFlags = ['--expose-gc', '--import', TELLER];
  const run = await startRun({ peers: 20, seconds: (minutes + 1) * 60, upload: 96, nodeFlags, trace });
  const { page, close } = await openPage(run.url);
  const devtools = await page.context().newCDPSession(page);
  await run.says(/downloading/);
  tell('minute | launcher: heap, buffers, resident | page: heap, events, elements | it says');
  for (let minute = 0; minute <= minutes; minute += 1) {
    if (minute > 0) await pause(MINUTE);
    process.kill(run.pid, 'SIGUSR2');
    const [, json] = await run.says(new RegExp(`heap ${minute} (\\{.*\\})`));
    const { heapUsed, arrayBuffers, rss } = JSON.parse(json);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
    const { nodes } = await devtools.send('Memory.getDOMCounters');
    const state = await page.locator('.moment').innerText();
    const launcher = `${inMB(heapUsed)}, ${inMB(arrayBuffers)}, ${inMB(rss)} MB`;
    tell(
      `${minute} | ${launcher} | ${inMB(usedSize)}, ${inMB(backingStorageSize)} MB, ${nodes} | ${state.replaceAll(/\s+/g, ' ')}`,
    );
  }
  await close();
  await run.close();
}
