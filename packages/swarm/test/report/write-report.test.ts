import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEvent } from '@seedbed/events';
import { expect, test } from 'vitest';
import { writeComparison, writeReport, writeRunReport } from '../../src/report/write-report.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { PIECE, SMALL_PLAN, SMALL_RUN } from './happenings.ts';

const SUMMARY = {
  schema: 1,
  outcome: 'verified',
  reason: null,
  folder: '/elsewhere',
  scenario: { name: 'small', description: null, seedValue: 7, repetition: null },
  content: { name: 'x', infoHash: 'ab'.repeat(20), length: 4 * PIECE, pieces: 4, pieceLength: PIECE, files: [] },
  figures: null,
  peers: [{ name: 'leech-1', verified: true, differs: null }],
  verdicts: [
    { expectation: 'all complete', held: false, found: 'old' },
    { expectation: 'no orphan', held: false, found: '2 processes were left' },
  ],
  links: [],
  machine: { processors: 2, busiest: 0.5, lateness: 3, believed: true, doubts: [] },
  events: { written: 15, late: 0, lost: 0 },
};
const MANIFEST = {
  seedbed: '0.1.0',
  node: 'v20.0.0',
  machine: { platform: 'linux', processors: 2, model: 'EPYC', memory: 1_024 },
  startedAt: { date: '2026-11-23T07:43:37.334Z', t: 0 },
  request: { name: 'asked', seedValue: 7 },
};

const writeJson = (folder: string, name: string, document: unknown): void =>
  writeFileSync(join(folder, name), JSON.stringify(document));

/** What a run leaves; `without` leaves a document out. */
async function runFolder(without?: string): Promise<string> {
  const folder = await temporaryFolder();
  const documents = { 'summary.json': SUMMARY, 'manifest.json': MANIFEST, 'timeline.json': SMALL_PLAN };
  for (const [name, document] of Object.entries(documents)) if (name !== without) writeJson(folder, name, document);
  writeFileSync(join(folder, 'scenario.yaml'), 'name: small\n');
  writeFileSync(join(folder, 'events.ndjson'), SMALL_RUN.map(encodeEvent).join(''));
  return folder;
}

test('a summary is made anew of the events, and of what only the launcher knew', async () => {
  const folder = await runFolder();
  const { summary } = await writeRunReport(folder);
  expect(summary).toMatchObject({
    folder: '/elsewhere',
    scenario: { seedValue: 7 },
    figures: { completed: 2, firstCompletion: 691, lastCompletion: 891 },
    verdicts: [
      { expectation: 'all complete', held: true },
      { expectation: 'no orphan', held: false, found: '2 processes were left' },
    ],
  });
  expect(
    summary.peers.map(({ name, completedAt, sent, verified }) => [name, completedAt, sent / PIECE, verified]),
  ).toEqual([
    ['seed-1', null, 4, null],
    ['leech-1', 701, 3, true],
    ['leech-2', 901, 1, null],
  ]);
  const written = readFileSync(join(folder, 'summary.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(summary);
  // Once more changes nothing.
  await writeReport(folder);
  expect(readFileSync(join(folder, 'summary.json'), 'utf8')).toBe(written);
});

test('the page holds what draws it, and needs nothing else', async () => {
  const folder = await runFolder();
  await writeReport(folder);
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(page).toContain('uPlot');
  expect(page).toContain('data-picture="exchange"');
  expect(page).not.toMatch(/^(?:import|export) /m);
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org|127\.|github\.com\/leeoniya)/);
});

const TORRENT = `d4:infod6:lengthi${4 * PIECE}e4:name5:movie12:piece lengthi${PIECE}e6:pieces80:${'x'.repeat(80)}ee`;

/** What a run leaves that was killed while it ran. */
async function cutOffFolder(): Promise<string> {
  const folder = await runFolder('summary.json');
  const scenario = `description: two and one
peers: [{ name: s, role: seed }, { name: l, role: leech }]
expect: [all complete, no orphan, last completion <= 0.2]
`;
  writeFileSync(join(folder, 'scenario.yaml'), scenario);
  writeFileSync(join(folder, 'content.torrent'), TORRENT);
  writeFileSync(join(folder, 'events.ndjson'), `${SMALL_RUN.slice(0, 8).map(encodeEvent).join('')}{"type":"pie`);
  return folder;
}

test('a run that was cut off has a report too, with what it was asked for', async () => {
  const folder = await cutOffFolder();
  const summary = await writeReport(folder);
  expect(summary).toMatchObject({
    outcome: 'failed',
    figures: { completed: 0, leeches: 2 },
    scenario: { name: 'asked', description: 'two and one', seedValue: 7 },
    content: { name: 'movie', length: 4 * PIECE, pieces: 4, pieceLength: PIECE },
    events: { written: 8, unreadable: 0, missing: 0 },
  });
  expect(summary.reason).toMatch(/cut off/);
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<dd>64\u00a0KiB<small>4 pieces');
});

test('what was expected of a run that was cut off is judged where it can be, and said not to be elsewhere', async () => {
  const folder = await cutOffFolder();
  const summary = await writeReport(folder);
  expect(summary.verdicts).toEqual([
    { expectation: 'all complete', held: null, found: 'the run was cut off when 0 of 2 leeches were complete' },
    { expectation: 'no orphan', held: null, found: 'nobody was left to see whether processes were' },
    {
      expectation: 'last completion <= 0.2',
      held: false,
      found: expect.stringContaining('last completion would have been 0.49 at least'),
    },
  ]);
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(page).toMatch(/\?<\/span><span><b>all complete<\/b>[^<]*<span class="quiet">not judged: the run was cut off/);
  // A report of the folder that has a summary now says the same.
  expect(await writeReport(folder)).toEqual(summary);
});

test('a torrent that is damaged is named', async () => {
  const folder = await cutOffFolder();
  writeFileSync(join(folder, 'content.torrent'), TORRENT.slice(1));
  await expect(writeReport(folder)).rejects.toThrow(/content\.torrent can't be read: /);
});

test('without its events a run has no report, and its folder stays as it is', async () => {
  const folder = await runFolder();
  rmSync(join(folder, 'events.ndjson'));
  const before = readFileSync(join(folder, 'summary.json'), 'utf8');
  await expect(writeReport(folder)).rejects.toThrow(/holds no events\.ndjson, of which a report is made/);
  expect(readFileSync(join(folder, 'summary.json'), 'utf8')).toBe(before);
  expect(readdirSync(folder)).not.toContain('report.html');
});

test('a run that ended before its first event has a report without them', async () => {
  const folder = await runFolder();
  rmSync(join(folder, 'events.ndjson'));
  writeJson(folder, 'summary.json', { ...SUMMARY, outcome: 'failed', events: { written: 0, late: 0, lost: 0 } });
  expect(await writeReport(folder)).toMatchObject({ outcome: 'failed', figures: { completed: 0 } });
});

test('lines of the record that are damaged are counted, and told on the page and in the summary', async () => {
  const folder = await runFolder();
  const lines = SMALL_RUN.map(encodeEvent);
  lines[6] = '{"type":"piece",\n';
  lines[7] = '\u0000\n';
  writeFileSync(join(folder, 'events.ndjson'), lines.slice(0, -1).join(''));
  expect(await writeReport(folder)).toMatchObject({ events: { written: 15, unreadable: 2, missing: 1 } });
  const [top = ''] = readFileSync(join(folder, 'report.html'), 'utf8').split('</header>');
  expect(top).toContain(
    'The record is damaged, so that figures may be wrong: 2 lines can&#39;t be read, 1 of 15 events missing',
  );
});

/** What a run in which a scenario is repeated leaves; `cutOff` is a repetition that could not say how it ended. */
async function repeatedFolder(cutOff?: string): Promise<string> {
  const above = await temporaryFolder();
  const run = await runFolder();
  // Ten of them: their order is that of the numbers.
  for (let number = 10; number > 0; number -= 1) {
    const folder = join(above, String(number));
    mkdirSync(folder);
    for (const file of ['manifest.json', 'timeline.json', 'events.ndjson', 'scenario.yaml'])
      writeFileSync(join(folder, file), readFileSync(join(run, file)));
    const scenario = { ...SUMMARY.scenario, repetition: number };
    if (cutOff !== String(number)) writeJson(folder, 'summary.json', { ...SUMMARY, scenario });
  }
  mkdirSync(join(above, '11'));
  return above;
}

test('repetitions are told together, with the medians, above their folders', async () => {
  const above = await repeatedFolder();
  const summary = await writeReport(above);
  if (!('runs' in summary)) throw new Error('it was taken for one run');
  expect(summary.runs.map(({ scenario }) => scenario.repetition)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(summary).toMatchObject({
    outcome: 'verified',
    folder: above,
    scenario: { name: 'small', repetition: null },
    medians: { 'last completion': 0.891 },
    verdicts: [
      { expectation: 'all complete', held: true },
      { expectation: 'no orphan', held: false, found: 'run 1: 2 processes were left' },
    ],
  });
  expect(JSON.parse(readFileSync(join(above, 'summary.json'), 'utf8'))).toEqual(summary);
  const page = readFileSync(join(above, 'report.html'), 'utf8');
  expect(page).toMatch(/<h1>All leeches of 10 runs are complete, by the median after 891\u00a0ms \(891\u00a0ms to 891/);
  expect(page).toContain('>Expectations of all runs</h2>');
  expect(page).toMatch(/run 10<\/th><th scope="col" class="number">median<\/th>/);
  expect(page).not.toContain('>difference<');
});

test('a repetition that was cut off is told with the others', async () => {
  const above = await repeatedFolder('1');
  expect(await writeReport(above)).toMatchObject({
    outcome: 'failed',
    reason: 'run 1: the run was cut off before it could say how it ended',
    scenario: { name: 'small', seedValue: 7 },
    verdicts: [
      { expectation: 'all complete', held: null, found: 'run 1: it was cut off before it was judged' },
      { expectation: 'no orphan', held: false, found: 'run 2: 2 processes were left' },
    ],
  });
});

test('runs of one name are called by their folders', async () => {
  const above = await temporaryFolder();
  const page = join(above, 'both.html');
  const run = await runFolder();
  const folders = ['before', 'after'].map((name) => {
    const folder = join(above, name);
    mkdirSync(folder);
    for (const file of ['summary.json', 'manifest.json', 'timeline.json', 'events.ndjson'])
      writeFileSync(join(folder, file), readFileSync(join(run, file)));
    return folder;
  });
  const summaries = await writeComparison(folders, page);
  expect(summaries).toHaveLength(2);
  expect(readFileSync(page, 'utf8')).toContain('before takes');
});

test('repetitions stand beside a run by the one of them that is the median', async () => {
  const above = await repeatedFolder('1');
  // With the one that was cut off these come last: the fifth of ten by its time is not the fifth by its number.
  for (const number of ['2', '3'])
    writeFileSync(join(above, number, 'events.ndjson'), SMALL_RUN.slice(0, 10).map(encodeEvent).join(''));
  const page = join(above, 'both.html');
  const [repeated, alone] = await writeComparison([above, await runFolder()], page);
  expect([repeated?.scenario.repetition, alone?.scenario.repetition]).toEqual([8, null]);
  expect(readFileSync(page, 'utf8')).toMatch(/\(run 8, the median of 10\)<\/th>/);
  expect(readFileSync(page, 'utf8')).toContain('>difference<');
});

test.each([
  ['timeline.json', undefined, /is not the folder of a run: it holds no timeline\.json/],
  ['manifest.json', '{', /manifest\.json can't be read/],
  ['timeline.json', '{"peers":[{}],"timeline":[]}', /timeline\.json can't be read at peers\.0\.name/],
  ['summary.json', '{"schema":2}', /summary\.json can't be read at schema/],
])('%s that is missing or wrong is named: %s', async (name, text, message) => {
  const folder = await runFolder(name);
  if (text !== undefined) writeFileSync(join(folder, name), text);
  await expect(writeReport(folder)).rejects.toThrow(message);
});
