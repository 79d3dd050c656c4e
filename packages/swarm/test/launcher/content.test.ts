import { describe, expect, test } from 'vitest';
import { generatedFiles } from '../../src/launcher/generated-files.ts';
import { parseTrace } from '../../src/launcher/read-traces.ts';

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

  test.each(['x', '-1', '1s', '1 2'])('with %j is refused with its line', (line) => {
    expect(() => parseTrace('a.txt', `0\n${line}\n`)).toThrow(`a.txt:2: '${line}' is not a time in seconds, like 12.5`);
  });
});
