import { trackerConfig } from '@seedbed/tracker';
import { expect, test } from 'vitest';
import { announceRules } from '../src/announce-rules.ts';
import { TrackerUsageError } from '../src/tracker-usage-error.ts';

const rulesOf = (changes: Parameters<typeof trackerConfig>[0]): object => announceRules(trackerConfig(changes));

test.each([
  ['nothing', {}, { numwant: 50, maxNumwant: 200, interval: 1_800_000, minInterval: 60_000 }],
  ['few peers at most', { maxNumwant: 20 }, { numwant: 20, maxNumwant: 20 }],
  ['a short interval', { interval: 2_000 }, { interval: 2_000, minInterval: 2_000 }],
  [
    'both alike',
    { numwant: 9, maxNumwant: 9, interval: 5_000, minInterval: 5_000 },
    { numwant: 9, minInterval: 5_000 },
  ],
  ['an id of 128 bytes', { trackerId: 'ü'.repeat(64) }, { trackerId: 'ü'.repeat(64) }],
])('%s: the rest gives way', (_, changes, rules) => {
  expect(rulesOf(changes)).toMatchObject(rules);
});

test.each([
  [{ numwant: 300, maxNumwant: 200 }, '--numwant 300 is more than --max-numwant 200: raise that, or lower it'],
  [
    { minInterval: 3_600_000, interval: 60_000 },
    '--min-interval 1h is longer than --interval 1m: lengthen that, or shorten it',
  ],
  [
    { trackerId: 'ü'.repeat(65) },
    '--tracker-id: it has 130 bytes, and an announce that sends it back has room for 128',
  ],
])('%o is a contradiction', (changes, problem) => {
  expect(() => rulesOf(changes)).toThrow(new TrackerUsageError(problem));
});
