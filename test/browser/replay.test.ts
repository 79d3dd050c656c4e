import type { Recording } from '@seedbed/dashboard/model';
import { expect, test } from 'vitest';
import { openPage } from './harness/open-page.ts';
import { readTable } from './harness/read-table.ts';
import { readRecording, recordedHeader, serveRun } from './harness/serve-run.ts';

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
    expect(page.url()).toContain(`t=${seconds}`);
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

test('everything can be done with keys', async () => {
  const page = await openPage(`${await serveRun()}/#t=3`);
  await page.getByRole('button', { name: 'Play' }).waitFor();
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
  await page.keyboard.press('.');
  expect(page.url()).toMatch(/t=3(\.\d)?/);
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
  expect(await page.title()).toBe('Seedbed');
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
  expect(await page.title()).toBe('Seedbed');
});
