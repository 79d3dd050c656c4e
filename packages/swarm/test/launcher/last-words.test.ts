import { expect, test } from 'vitest';
import { LastWords } from '../../src/launcher/last-words.ts';

const after = (...texts: readonly string[]): string | undefined => {
  const words = new LastWords();
  for (const text of texts) words.push(text);
  return words.line;
};

test.each<[string, readonly string[], string | undefined]>([
  ['nothing', [], undefined],
  ['lines', ['first\nse', 'cond\n\n'], 'second'],
  ['a log', ['{"level":30,"msg":"ready"}\n{"level":60,"msg":"no room left"}\n'], 'no room left'],
  ['a log line that is cut off', ['{"level":60,"ms'], '{"level":60,"ms'],
  [
    'a stack trace',
    [
      'file:///a.js:3\n    throw new RangeError("no");\n    ^\n\nRangeError: no such piece\n    at f (file:///a.js:3)\n\nNode.js v20.20.2\n',
    ],
    'RangeError: no such piece',
  ],
])('of %s', (_, texts, line) => expect(after(...texts)).toBe(line));

test('are bounded, whatever a process writes', () => {
  expect(after(...Array.from({ length: 100 }, () => 'x'.repeat(10_000)))?.length).toBeLessThanOrEqual(8 * 1024);
});
