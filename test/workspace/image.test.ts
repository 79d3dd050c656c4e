import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const top = join(import.meta.dirname, '..', '..');
const linesOf = (name: string): string[] => readFileSync(join(top, name), 'utf8').split('\n');

/** What a `COPY` takes from the checkout: all but its options and its last word. */
function copied(line: string): string[] {
  const words = line.split(/\s+/).slice(1);
  return words.some((word) => word.startsWith('--from=')) ? [] : words.slice(0, -1);
}

const sources = linesOf('Dockerfile')
  .filter((line) => line.startsWith('COPY '))
  .flatMap(copied);
const letThrough = new Set(
  linesOf('.dockerignore')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1)),
);

// .dockerignore shuts everything out and names what may pass, so a line that is forgotten there breaks the image alone.
describe('the image', () => {
  test('is made of something', () => expect(sources).toContain('packages'));

  test.each(sources)('%s reaches the engine', (source) => {
    const folders = source.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    expect(
      [...letThrough].some((name) => folders.includes(name)),
      `.dockerignore lacks !${source}`,
    ).toBe(true);
  });
});
