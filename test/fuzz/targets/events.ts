import { deepStrictEqual, strictEqual } from 'node:assert';
import { decodeEvent, EventSplitter, encodeEvent, type SwarmEvent } from '@seedbed/events';
import { chunksOf } from '../chunks-of.ts';
import { fuzzTarget } from '../fuzz-target.ts';

const MAX_LINE = 1024;
const linesOf = (texts: readonly string[]): string[] => {
  const splitter = new EventSplitter(MAX_LINE);
  return [...texts.flatMap((text) => splitter.push(text)), ...splitter.end()];
};
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** However the text is cut, the same lines are found; events come back from the lines that are written of them. */
export const events = fuzzTarget({
  name: 'events',
  tokens: ['\n', '"type":"piece"', '"t":-1', '"peer":"', '{', '}', '[]', 'null', '1e999', '"__proto__":{}'],
  decode: (input) => {
    const lines = linesOf(chunksOf(input).map(textOf));
    deepStrictEqual(lines, linesOf([textOf(input)]));
    return lines.map(decodeEvent).filter((event): event is SwarmEvent => event !== undefined);
  },
  // Fields that nobody knows may hold what JSON can't write again, such as 1e999: it is the lines that are compared.
  check: (found) => {
    for (const line of found.map(encodeEvent)) {
      const again = decodeEvent(line);
      strictEqual(again && encodeEvent(again), line);
    }
  },
});
