import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionError, type DashboardAction, Journal } from '@seedbed/dashboard';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPage } from './harness/open-page.ts';
import { readTable } from './harness/read-table.ts';
import { recordedHeader, recordedLines, serveRun } from './harness/serve-run.ts';

let folder: string;
let journal: Journal;
const actions: DashboardAction[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seedbed-browser-'));
  journal = await Journal.open(join(folder, 'live.ndjson'));
  actions.splice(0);
});

afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

const serveLive = (): Promise<string> =>
  serveRun({
    header: { ...recordedHeader, live: true, actions: true },
    source: { journal },
    act: (action) => {
      if (action.kind === 'add-leech') throw new ActionError('this run takes no more leeches');
      actions.push(action);
    },
  });

test('a live run is followed as its events come, and replay shows the same in the end', async () => {
  const lines = recordedLines();
  const page = await openPage(`${await serveLive()}/#token=secret`);
  await page.getByText('live', { exact: true }).first().waitFor();
  const half = lines.length >> 1;
  for (const line of lines.slice(0, half)) journal.append(line);
  await page.waitForFunction(() => document.querySelectorAll('.side tbody tr:not(.absent)').length === 6);
  expect(await page.locator('.figures b').first().textContent()).toBe('0 of 5');
  for (const line of lines.slice(half)) journal.append(line);
  await page.waitForFunction(() => document.querySelector('.figures b')?.textContent === '5 of 5');
  await page.waitForFunction(() => document.querySelectorAll('.side tbody tr.absent').length === 6);
  const live = await readTable(page);

  const replay = await openPage(`${await serveRun()}/#t=999`);
  await replay.waitForFunction(() => document.querySelectorAll('.side tbody tr.absent').length === 6);
  expect(live).toEqual(await readTable(replay));
});

test('a live run that is over rests at its last moment, says how it ended, asks for nothing more and can be played', async () => {
  const page = await openPage(`${await serveLive()}/#token=secret`);
  for (const line of recordedLines()) journal.append(line);
  await page.waitForFunction(() => document.querySelector('.figures b')?.textContent === '5 of 5');
  journal.end({ outcome: 'verified', reason: null });
  await page.locator('.hint').getByText('The run is over').waitFor();
  expect(await page.locator('.side tbody tr.absent').count()).toBe(0);
  expect(await page.getByText('live', { exact: true }).count()).toBe(0);
  expect(await page.getByText('Hands on').count()).toBe(0);
  await page.locator('.mark.end').waitFor();
  const asked: string[] = [];
  // Its icon a browser fetches when it has time.
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/')) asked.push(request.url());
  });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('.figures b')?.textContent === '0 of 5');
  expect(asked).toEqual([]);
});

test('whoever has the token can do something to the swarm, and is told what became of it', async () => {
  for (const line of recordedLines().slice(0, 1_200)) journal.append(line);
  const page = await openPage(`${await serveLive()}/#token=secret&peer=leech-2`, { expected: /400/ });
  await page.getByText('Hands on').click();
  await page.getByRole('button', { name: 'Kill it' }).click();
  await page.getByText('done; watch what follows').waitFor();
  await page.getByLabel('sends at most').selectOption({ label: '32 KiB/s' });
  await page.getByRole('button', { name: 'Change it' }).click();
  await page.getByRole('button', { name: 'Stop the tracker' }).click();
  await page.getByRole('button', { name: 'Split it in two' }).click();
  await page.getByRole('button', { name: 'Add a leech' }).click();
  await page.getByText('this run takes no more leeches').waitFor();
  expect(actions).toEqual([
    { kind: 'kill', peer: 'leech-2' },
    { kind: 'link', peer: 'leech-2', upload: 32_768 },
    { kind: 'tracker', state: 'down' },
    { kind: 'partition', sides: [expect.arrayContaining(['seed-1']), expect.any(Array)] },
  ]);
  // What happened is an event like any other, and the page shows it.
  const t = JSON.parse(recordedLines()[1_199] ?? '{}').t as number;
  const killed = { type: 'run-action', t, peer: 'run', action: 'kill', peers: ['leech-2'], detail: '' };
  journal.append(JSON.stringify(killed));
  await page.locator('.side').getByText('killed').first().waitFor();
});

test('of a link only what is chosen is changed, and a choice is for one peer', async () => {
  for (const line of recordedLines().slice(0, 1_200)) journal.append(line);
  const page = await openPage(`${await serveLive()}/#token=secret&peer=leech-2`);
  await page.getByText('Hands on').click();
  const change = page.getByRole('button', { name: 'Change it' });
  await page.getByText('now: upload').waitFor();
  expect(await change.isDisabled()).toBe(true);
  await page.getByLabel('delay').selectOption({ label: '100 ms' });
  await change.click();
  await page.getByText('done; watch what follows').waitFor();
  expect(actions).toEqual([{ kind: 'link', peer: 'leech-2', latency: 100 }]);
  await page.locator('.side').getByRole('button', { name: 'leech-3' }).click();
  await page.locator('.hands').getByText('leech-3', { exact: true }).waitFor();
  expect(await page.getByLabel('delay').inputValue()).toBe('');
  expect(await change.isDisabled()).toBe(true);
});

test('a link into a live run leads to its moment, once the events until then are here', async () => {
  const page = await openPage(`${await serveLive()}/#token=secret&event=900`);
  await page.getByText('live', { exact: true }).first().waitFor();
  for (const line of recordedLines().slice(0, 1_200)) journal.append(line);
  await page.getByText(/^Event 900 of/).waitFor();
});

test('without the token nothing can be done, and the page says how to get it', async () => {
  for (const line of recordedLines().slice(0, 1_200)) journal.append(line);
  const page = await openPage(`${await serveLive()}/`);
  await page.getByText('Open the address that the launcher printed').waitFor();
  expect(await page.getByRole('button', { name: 'Kill it' }).count()).toBe(0);
});
