import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording, RunHeader } from '@seedbed/dashboard/model';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { openPage } from './harness/open-page.ts';
import { readTable } from './harness/read-table.ts';
import { readRecording, recordedHeader, recordedLines, serveRun } from './harness/serve-run.ts';

/** What the table has to say at a moment, s since the first event. */
const expectedAt = (recording: Recording, seconds: number): string[][] => {
  const model = recording.seek(recording.countAt(recording.from + seconds * 1_000));
  return model.peers.map(({ name, stage, isComplete, role, haveCount, have }) => [
    name,
    stage === 'awaited' ? 'not here yet' : stage === 'left' ? 'has left' : what(isComplete, role),
    `${Math.floor((haveCount / have.length) * 100)} %`,
  ]);
};

const what = (isComplete: boolean, role: string): string =>
  isComplete ? (role === 'seed' ? 'seed' : 'seed now') : 'leech';

test('a recorded run is played to its end, where everybody is complete', async () => {
  const page = await openPage(`${await serveRun()}/`);
  await page.getByRole('button', { name: 'Faster' }).click({ clickCount: 4 });
  await page.waitForFunction(() => document.querySelector('.figures b')?.textContent === '5 of 5');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  // Not the empty place that is left when all have gone: the last moment with everybody there.
  const recording = readRecording();
  expect(await readTable(page)).toEqual(expectedAt(recording, (recording.rest - recording.from) / 1_000));
  expect(recording.seek(recording.countAt(recording.rest)).seeds).toBe(6);
});

test('any moment that is sought shows what the model says of it, forwards and back', async () => {
  const url = await serveRun();
  const recording = readRecording();
  const page = await openPage(`${url}/#t=0.5`);
  await page.getByRole('button', { name: 'Play' }).waitFor();
  const bar = page.getByRole('slider', { name: 'Moment of the run' });
  const length = recording.until - recording.from;
  for (const seconds of [3, 6.5, 2, 9, 0.2]) {
    await bar.evaluate(
      (input: HTMLInputElement, fraction) => {
        input.value = String(fraction);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      },
      (seconds * 1_000) / length,
    );
    expect(await readTable(page), `at ${seconds} s`).toEqual(expectedAt(recording, seconds));
    expect(page.url()).toMatch(new RegExp(`t=${seconds}(&|$)`));
  }
});

test('a link leads to a moment, a peer and a view', async () => {
  const page = await openPage(`${await serveRun()}/#t=3.2&peer=leech-2&view=peer`);
  await page.waitForFunction(() => document.querySelector('.moment')?.textContent?.startsWith('0:03.2'));
  expect(await page.getByRole('combobox').inputValue()).toBe('leech-2');
  await page.getByText('among the rarest that this peer has').first().waitFor();
  await page.getByText('keeps its slot').or(page.getByText('optimistic')).first().waitFor();
  await page
    .getByRole('button', { name: /^leech-2 to .*: request/ })
    .last()
    .click();
  const fields = page.locator('.apart .fields li');
  expect(await fields.allTextContents()).toEqual([
    expect.stringMatching(/^length prefix 13/),
    expect.stringMatching(/^id 6, request/),
    expect.stringMatching(/^piece \d+/),
    expect.stringMatching(/^begin \d+/),
    expect.stringMatching(/^length 16384/),
  ]);
});

test('a link that is put into the address of an open page is followed, and what it does not name stays', async () => {
  const page = await openPage(`${await serveRun()}/#t=1`);
  const paste = (link: string): Promise<void> =>
    page.evaluate((hash) => {
      location.hash = hash;
    }, link);
  await page.waitForURL(/t=1&/);
  expect(await page.title()).toBe(`\u2068${recordedHeader.name}\u2069 – Seedbed`);
  await paste('t=3.2&peer=leech-2&view=peer');
  await page.waitForFunction(() => document.querySelector('.moment')?.textContent?.startsWith('0:03.2'));
  expect(await page.getByRole('combobox').inputValue()).toBe('leech-2');
  await paste('event=900');
  await page.getByText(/^Event 900 of/).waitFor();
  expect(await page.getByRole('combobox').inputValue()).toBe('leech-2');
  await paste('view=curves');
  await page.getByText('Use of the uplinks').waitFor();
  await page.getByText(/^Event 900 of/).waitFor();
  await page.waitForURL(/event=900&peer=leech-2/);
});

test('no label of the bar of time is cut off by the edge of a narrow page', async () => {
  const lines = recordedLines();
  const t = (JSON.parse(lines[0] ?? '{}') as { readonly t: number }).t;
  const folder = temporaryFolder();
  const events = join(folder, 'events.ndjson');
  // The label of ten seconds is at the very end.
  const early = lines.filter((line) => (JSON.parse(line) as { readonly t: number }).t < t + 9_000);
  const last = { ...(JSON.parse(early.at(-1) ?? '{}') as object), t: t + 10_000 };
  writeFileSync(events, `${[...early, JSON.stringify(last)].join('\n')}\n`);
  const page = await openPage(`${await serveRun({ source: { events } })}/#t=1`, { width: 390, height: 844 });
  await page.locator('.ticks').getByText('10 s', { exact: true }).waitFor();
  const end = await page
    .locator('.ticks span')
    .evaluateAll((ticks) => ticks.map((tick) => tick.getBoundingClientRect().right));
  expect(Math.max(...end)).toBeLessThanOrEqual(390);
});

test('the address after a step leads somebody else to just that event', async () => {
  const url = await serveRun();
  const page = await openPage(`${url}/#t=3`);
  await page.waitForURL(/t=3&/);
  const told = new Set<string | null>();
  for (const key of ['.', '.', '.', ',', '.', '.']) {
    await page.keyboard.press(key);
    told.add(await page.locator('.event').textContent());
  }
  expect(told.size).toBe(4);
  const other = await openPage(page.url());
  const text = (await page.locator('.event').textContent()) ?? '';
  await other
    .locator('.event')
    .getByText(text.slice(text.indexOf(':') + 2))
    .waitFor();
  expect(await other.locator('.event').textContent()).toBe(text);
  expect(await readTable(other)).toEqual(await readTable(page));
  expect(other.url()).toBe(page.url());
});

test('the head and the curves say the same at the end, and nothing moves any more', async () => {
  const page = await openPage(`${await serveRun()}/#view=curves&t=999`);
  const recording = readRecording();
  await page.getByText(`Event ${recording.length} of`).waitFor();
  const bar = page.getByRole('slider', { name: 'Moment of the run' });
  await bar.evaluate(
    (input: HTMLInputElement, fraction) => {
      input.value = String(fraction);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    (recording.rest - recording.from) / (recording.until - recording.from),
  );
  expect(await page.locator('.figures b').allTextContents()).toEqual(['5 of 5', '0 B/s', '6 + 0']);
  const keys = await page.locator('.keys li').allTextContents();
  expect(keys).toEqual(expect.arrayContaining(['leech 100 %', 'leech receives 0 B/s', 'seeds 6', 'leeches 0']));
});

test('what is in flight to a peer is what stands in the queues of its connections', async () => {
  const page = await openPage(`${await serveRun()}/#view=peer&peer=leech-2&t=3.2`);
  await page.waitForURL(/t=3.2&/);
  const counts = await page.locator('.queue > span').allTextContents();
  const queued = counts.reduce((sum, count) => sum + Number(count), 0);
  expect(queued).toBeGreaterThan(0);
  expect(await page.locator('.peer-facts').textContent()).toContain(`${queued} blocks asked for, not here yet`);
});

test('no column of the table is cut off, whatever a peer is and however it is called', async () => {
  const renamed = (text: string): string => text.replaceAll('"leech-', '"leech-of-a-long-name-');
  const events = join(temporaryFolder(), 'events.ndjson');
  writeFileSync(events, recordedLines().map(renamed).join('\n'));
  const header = JSON.parse(renamed(JSON.stringify(recordedHeader))) as RunHeader;
  const page = await openPage(`${await serveRun({ header, source: { events } })}/#t=999`);
  await page.getByText('has left').first().waitFor();
  for (const t of [4, 8, 9, 9.5]) {
    await page.goto(`${page.url().replace(/#.*/, '')}#t=${t}`);
    await page.reload();
    await page.waitForURL(new RegExp(`t=${t}&`));
    const [inner, outer] = await page
      .locator('.side .scroll')
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(inner, `at ${t} s`).toBeLessThanOrEqual(outer ?? 0);
  }
});

test('a run without an event says so in one line', async () => {
  const empty = join(temporaryFolder(), 'events.ndjson');
  for (const [text, expected] of [
    ['', 'its events.ndjson is empty'],
    ['{"t":1,"peer":"a","type":"of tomorrow"}\nno JSON\n', 'no line of its events.ndjson, of 2, is an event'],
  ] as const) {
    writeFileSync(empty, text);
    const page = await openPage(`${await serveRun({ source: { events: empty } })}/`);
    expect(await page.getByRole('alert').textContent()).toContain(expected);
    expect(await page.locator('.time-bar').count()).toBe(0);
  }
});

test('everything can be done with keys', async () => {
  const page = await openPage(`${await serveRun()}/#t=3`);
  await page.waitForURL(/t=3&/);
  await page.keyboard.press('2');
  await page.locator('.pieces-view').waitFor();
  await page.keyboard.press('4');
  await page.getByRole('heading', { name: 'Seeds and leeches' }).waitFor();
  await page.keyboard.press('1');
  await page.locator('.stage canvas').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.card').getByText('seed-1').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('.card').getByText('leech-1').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.card').waitFor({ state: 'detached' });
  const eventOf = (url: string): number => Number(/event=(\d+)/.exec(url)?.[1]);
  const before = eventOf(page.url());
  await page.keyboard.press('.');
  expect(eventOf(page.url())).toBe(before + 1);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
});

test('names are text, whatever they contain', async () => {
  const name = '<img src=x onerror="document.title=1"> &amp; "\u202e';
  const [seed, ...leeches] = recordedHeader.peers;
  const url = await serveRun({
    header: { ...recordedHeader, name, peers: [...(seed ? [{ ...seed, name, group: name }] : []), ...leeches] },
  });
  const page = await openPage(`${url}/#t=4`);
  await page.locator('.side').getByText(name).waitFor();
  for (const view of ['Pieces', 'Peer', 'Curves', 'Swarm'])
    await page.getByRole('button', { name: view, exact: true }).click();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).toBe(`\u2068${name}\u2069 – Seedbed`);
});

test('the policy lets nothing in, and the page needs nothing that it forbids', async () => {
  const page = await openPage(`${await serveRun()}/#t=4`, { expected: /Content Security Policy/ });
  await page.locator('.side tbody tr').first().waitFor();
  const violation = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
        const script = document.createElement('script');
        script.src = 'data:text/javascript,document.title=1';
        document.head.append(script);
      }),
  );
  expect(await violation).toMatch(/^script-src/);
  expect(await page.title()).toBe(`\u2068${recordedHeader.name}\u2069 – Seedbed`);
});
