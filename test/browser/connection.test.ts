import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '@seedbed/dashboard';
import { expect, test } from 'vitest';
import { start } from '../e2e/harness/seedbed.ts';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { openPage } from './harness/open-page.ts';
import { readTable } from './harness/read-table.ts';
import { recordedHeader, recordedLines, serveRun, serveRunWithCuts } from './harness/serve-run.ts';

interface Hearing extends Window {
  heard: string[];
}

/** Keeps every line that the browser hands to the page. */
const listenIn = (): void => {
  const heard: string[] = [];
  (window as unknown as Hearing).heard = heard;
  window.EventSource = class extends EventSource {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('message', ({ data }: MessageEvent<string>) => heard.push(...data.split('\n')));
    }
  };
};

test('a connection that is cut is made again, and no event is lost or comes twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-browser-'));
  const journal = await Journal.open(join(folder, 'live.ndjson'));
  try {
    const lines = recordedLines();
    const header = { ...recordedHeader, live: true };
    const served = await serveRunWithCuts({ header, source: { journal } });
    const page = await openPage(served.url, { expected: /ERR_/, first: listenIn });
    const cuts = [0.3, 0.6, 0.9].map((part) => Math.floor(part * lines.length));
    let from = 0;
    for (const until of [...cuts, lines.length]) {
      for (const line of lines.slice(from, until)) journal.append(line);
      await page.waitForFunction((count) => (window as unknown as Hearing).heard.length >= count, until);
      from = until;
      if (until === lines.length) break;
      await served.cut();
      await page.getByText('connection lost, trying again').waitFor();
      // Some come while nobody is connected.
      for (const line of lines.slice(from, from + 100)) journal.append(line);
      from += 100;
      await served.restore();
      await page.getByText('live', { exact: true }).first().waitFor();
    }
    expect(await page.evaluate(() => (window as unknown as Hearing).heard)).toEqual(lines);
    expect(served.cameBackFrom).toEqual([undefined, ...cuts.map((count) => `${count}@${journal.id}`)]);
    journal.end();
    await page.locator('.hint').getByText('The run is over').waitFor();

    const replay = await openPage(`${await serveRun()}/#t=999`);
    await replay.waitForFunction(() => document.querySelectorAll('.side tbody tr.absent').length === 6);
    await page.keyboard.press('End');
    expect((await readTable(page)).map(([name, , has]) => [name, has])).toEqual(
      (await readTable(replay)).map(([name, , has]) => [name, has]),
    );
  } finally {
    await journal.close();
    rmSync(folder, { recursive: true });
  }
});

test('a page that has to make room for too many others comes back by itself and goes on where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-browser-'));
  const journal = await Journal.open(join(folder, 'live.ndjson'));
  try {
    const lines = recordedLines();
    const served = await serveRunWithCuts({ header: { ...recordedHeader, live: true }, source: { journal } });
    const page = await openPage(served.url, { expected: /ERR_/ });
    for (const line of lines.slice(0, 1_000)) journal.append(line);
    await page.getByText('live', { exact: true }).first().waitFor();
    const others = await Promise.all(Array.from({ length: 64 }, () => fetch(`${served.url}/api/events`)));
    await page.getByText('connection lost, trying again').waitFor();
    for (const line of lines.slice(1_000)) journal.append(line);
    await page.getByText('live', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(`of ${lines.length}:`).waitFor();
    for (const other of others) await other.body?.cancel().catch(() => undefined); // one of them gave way again
  } finally {
    await journal.close();
    rmSync(folder, { recursive: true });
  }
});

test('a launcher that is killed is given up in the end: the page says so, keeps what it has and can play it', async () => {
  const out = join(temporaryFolder(), 'run');
  const swarm = start(['swarm', '--leeches', '8', '--size', '64MiB', '--upload', '128KiB/s', '--out', out]);
  const [, address = ''] = await swarm.says(/dashboard: (http\S+)/);
  const page = await openPage(address, { expected: /ERR_/ });
  await page.waitForFunction(() => document.querySelectorAll('.side tbody tr:not(.absent)').length === 9);
  await page.getByText('Hands on').waitFor();
  swarm.signal('SIGKILL');
  await page.getByText('connection lost, trying again').waitFor();
  await page.getByText('connection lost', { exact: true }).waitFor();
  expect(await page.getByText('Hands on').count()).toBe(0);
  expect(await page.locator('.side tbody tr').count()).toBe(9);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await swarm.ends();
  await swarm.nothingLeft();
});
