import { execFileSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from '../../src/launcher/generated-files.ts';
import { parseTrace, readTraces } from '../../src/launcher/read-traces.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const traceOf = (file: string) => {
  const parsed = parseScenario(
    `peers: [{ name: seed, role: seed }, { name: leech, role: leech, arrival: { trace: ${file} } }]`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return readTraces(parsed.scenario);
};

describe('made-up content of several files', () => {
  test('is all of it, in the order of their names, each longer than the one before', () => {
    const files = generatedFiles(1_000_003, 12);
    expect(files.map(({ name }) => name)).toEqual(files.map(({ name }) => name).toSorted());
    expect(files.map(({ begin }) => begin).slice(1)).toEqual(
      files.slice(0, -1).map(({ begin, length }) => begin + length),
    );
    expect(files.reduce((sum, { length }) => sum + length, 0)).toBe(1_000_003);
    expect(files.every(({ length }, index) => length > (files[index - 1]?.length ?? 0))).toBe(true);
  });
});

describe('a trace', () => {
  test('has a time in seconds on each line', () => {
    expect(parseTrace('a.txt', '# arrivals\n0\n\n1.5 # a late one\n12\n')).toEqual([0, 1_500, 12_000]);
  });

  test('is read from its file', async () => {
    const file = join(await temporaryFolder(), 'trace.txt');
    await writeFile(file, '0\n1.5\n');
    expect(await traceOf(file)).toEqual(new Map([[file, [0, 1_500]]]));
  });

  test('is a file, and no pipe that would be waited for', async () => {
    const pipe = join(await temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(traceOf(pipe)).rejects.toThrow(`the trace ${pipe} can't be read: it is no regular file`);
    await expect(traceOf('/dev/zero')).rejects.toThrow("the trace /dev/zero can't be read: it is no regular file");
  });

  test('is not longer than any trace', async () => {
    const file = join(await temporaryFolder(), 'trace.txt');
    await writeFile(file, '');
    await truncate(file, 2 ** 30);
    await expect(traceOf(file)).rejects.toThrow(`the trace ${file} can't be read: it is longer than 16MiB`);
  });

  test.each(['x', '-1', '1s', '1 2'])('with %j is refused with its line', (line) => {
    expect(() => parseTrace('a.txt', `0\n${line}\n`)).toThrow(`a.txt:2: '${line}' is not a time in seconds, like 12.5`);
  });
});
