import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import { countRecord, readRecordedRun } from '../../src/server/index.ts';
import { recordedSwarm } from '../support/recorded-swarm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const events = recordedSwarm();

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

const record = events.map(encodeEvent).join('');

describe('what is told first of a recorded run', () => {
  it('comes from its plan and its summary', async () => {
    const link = { upload: 1_024, download: null, latency: 0 };
    const hostile = '<script>alert(1)</script>';
    const { header, damage } = await readRecordedRun(
      folderWith({
        'events.ndjson': record,
        'timeline.json': JSON.stringify({
          peers: [{ name: 'seed-1', group: hostile, role: 'seed', client: 'seedbed', link }, { name: 7 }, null],
          timeline: [
            { at: 1_500, action: { kind: 'kill', peers: ['seed-1', 3] } },
            { at: 2_000, action: { kind: 'partition', sides: [['seed-1'], ['leech-1']] } },
            { at: 'soon' },
          ],
        }),
        'manifest.json': '{"request":{}}',
        'summary.json': JSON.stringify({
          scenario: { name: hostile },
          figures: { bound: { applies: true, time: 9, by: 'seeds' } },
        }),
      }),
    );
    expect(header).toEqual({
      ...{ name: hostile, startedAt: 0, live: false, actions: false, eventLevel: 'block' },
      content: { length: 524_289, pieceLength: 32_768, pieces: 17 },
      peers: [{ name: 'seed-1', group: hostile, role: 'seed', client: 'seedbed', upload: 1_024 }],
      bound: { applies: true, time: 9, by: 'seeds' },
      timeline: [
        { at: 1_500, action: 'kill', peers: ['seed-1'] },
        { at: 2_000, action: 'partition', peers: ['seed-1', 'leech-1'] },
      ],
    });
    expect(damage).toEqual([
      '2 of 3 peers make no sense and are left out',
      '1 of 3 entries of the timeline make no sense and are left out',
    ]);
  });

  it('comes from the events alone where the run has left nothing else, or nothing that can be read, and says so', async () => {
    const folder = folderWith({ 'events.ndjson': record, 'timeline.json': '{"peers":[]}', 'summary.json': '[]' });
    const { header, damage } = await readRecordedRun(folder);
    expect(header).toMatchObject({ peers: [], timeline: [], bound: { applies: false }, content: { pieces: 17 } });
    const [loss, ending, nothing] = [
      'the links of the peers and what was planned are not shown',
      'how the run ended and its bound are not shown',
      'the page shows nothing of it anyway',
    ];
    expect(damage).toEqual([
      `${folder}/timeline.json can't be read: it lacks timeline; ${loss}`,
      `${folder}/summary.json can't be read: it is no JSON object; ${ending}`,
      `${folder}/manifest.json is missing; ${nothing}`,
    ]);
    const cut = folderWith({ 'events.ndjson': record, 'timeline.json': '{', 'manifest.json': 'x' });
    expect((await readRecordedRun(cut)).damage).toEqual([
      `${cut}/timeline.json can't be read: it is not JSON; ${loss}`,
      `${cut}/summary.json is missing; ${ending}`,
      `${cut}/manifest.json can't be read: it is not JSON; ${nothing}`,
    ]);
  });

  it('is found behind a line that is far too long, of which nothing is kept', async () => {
    const folder = folderWith({ 'events.ndjson': `${'x'.repeat(50 * 1024 * 1024)}\n\0\u0001\n${record}` });
    expect((await readRecordedRun(folder)).header).toMatchObject({ content: { pieces: 17 }, eventLevel: 'block' });
    const counts = await countRecord(join(folder, 'events.ndjson'), new AbortController().signal);
    expect(counts).toEqual({ read: events.length, unreadable: 2, firstUnreadable: 1 });
  });

  it('says how much is told of the run', async () => {
    const levelOf = async (types: readonly string[]): Promise<string> => {
      const some = events.filter(({ type }) => types.includes(type));
      const folder = folderWith({ 'events.ndjson': some.map(encodeEvent).join('') });
      return (await readRecordedRun(folder)).header.eventLevel;
    };
    expect(await levelOf(['peer-started', 'completed'])).toBe('peer');
    expect(await levelOf(['peer-started', 'connected', 'choke'])).toBe('piece');
    expect(await levelOf(['peer-started', 'connected', 'request'])).toBe('block');
  });

  it('is missing in one line where there is no run, or nothing of it can be shown', async () => {
    const whyNot = (files: Readonly<Record<string, string>>): Promise<unknown> =>
      readRecordedRun(folderWith(files)).catch((error: unknown) => (error as Error).message);
    await expect(readRecordedRun('/nowhere')).rejects.toThrow("/nowhere/events.ndjson can't be read (ENOENT)");
    expect(await whyNot({ 'events.ndjson': '' })).toMatch(
      /events\.ndjson is empty: the run ended before its first event$/,
    );
    expect(await whyNot({ 'events.ndjson': '\nno events\n{}\n' })).toMatch(
      /events\.ndjson holds no event: none of its 2 lines can be read, from line 2 on$/,
    );
    const phase = encodeEvent({ type: 'run-phase', phase: 'running', t: 1, peer: 'launcher' });
    expect(await whyNot({ 'events.ndjson': phase })).toMatch(/tells of no peer, so there is nothing to show$/);
  });

  it('is that of one of its repetitions, where a scenario has several', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '1'));
    writeFileSync(join(folder, '1', 'events.ndjson'), record);
    await expect(readRecordedRun(folder)).rejects.toThrow(`(ENOENT); name one of its runs, like ${folder}/1`);
  });

  it('is read from a file, and from nothing that may never end', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'events.ndjson'));
    await expect(readRecordedRun(folder)).rejects.toThrow('events.ndjson is no file; name the folder of a run');
  });
});
