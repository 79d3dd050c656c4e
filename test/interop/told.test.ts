import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { readTold } from './told.ts';

const line = (remote: string, event: string, left: number, reason?: string): string =>
  JSON.stringify({ type: reason === undefined ? 'announce-served' : 'announce-refused', remote, event, left, reason });

test('tells the stories of seed and leech apart, and what was refused', () => {
  const path = join(temporaryFolder(), 'announces.ndjson');
  const lines = [
    line('a seed', 'started', 0),
    line('a leech', 'started', 9),
    line('a leech', 'periodic', 5),
    line('a leech', 'completed', 0),
    line('a seed', 'stopped', 0),
    line('a leech', 'stopped', 0, 'it is late'),
    JSON.stringify({ type: 'events-lost' }),
  ];
  writeFileSync(path, `${lines.join('\n')}\n{"type":"announce-ser`);
  expect(readTold(path)).toEqual({
    stories: { seed: 'started stopped', leech: 'started completed stopped' },
    events: { started: 2, completed: 1, stopped: 2, periodic: 1 },
    refused: ['a leech: it is late'],
  });
});
