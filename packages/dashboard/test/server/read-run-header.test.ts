import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import { readRunHeader } from '../../src/server/index.ts';
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
    const header = await readRunHeader(
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
  });

  it('comes from the events alone where the run has left nothing else, or nothing that can be read', async () => {
    const header = await readRunHeader(
      folderWith({ 'events.ndjson': record, 'timeline.json': '{', 'summary.json': '[]' }),
    );
    expect(header).toMatchObject({ peers: [], timeline: [], bound: { applies: false }, content: { pieces: 17 } });
  });

  it('says how much is told of the run', async () => {
    const levelOf = async (types: readonly string[]): Promise<string> => {
      const some = events.filter(({ type }) => types.includes(type));
      return (await readRunHeader(folderWith({ 'events.ndjson': some.map(encodeEvent).join('') }))).eventLevel;
    };
    expect(await levelOf(['peer-started', 'completed'])).toBe('peer');
    expect(await levelOf(['peer-started', 'connected', 'choke'])).toBe('piece');
    expect(await levelOf(['peer-started', 'connected', 'request'])).toBe('block');
  });

  it('is missing in one line where there is no run', async () => {
    await expect(readRunHeader('/nowhere')).rejects.toThrow("/nowhere/events.ndjson can't be read (ENOENT)");
    await expect(readRunHeader(folderWith({ 'events.ndjson': 'no events\n{}\n' }))).rejects.toThrow(
      'no peer takes part',
    );
  });
});
