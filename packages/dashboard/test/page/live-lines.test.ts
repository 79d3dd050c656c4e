import { expect, test } from 'vitest';
import { LiveLines } from '../../src/page/feed/live-lines.ts';

test('each line of a live run is handed on once, though it comes again in other messages', () => {
  const lines = new LiveLines();
  expect(lines.id).toBe('');
  expect(lines.take({ data: 'a\nb', lastEventId: '2@one' })).toEqual(['a', 'b']);
  expect(lines.take({ data: 'c', lastEventId: '3@one' })).toEqual(['c']);
  // The connection was made anew, from the first line on.
  expect(lines.take({ data: 'a', lastEventId: '1@one' })).toEqual([]);
  expect(lines.take({ data: 'b\nc\nd', lastEventId: '4@one' })).toEqual(['d']);
  expect(lines.take({ data: 'e\nf', lastEventId: '6@one' })).toEqual(['e', 'f']);
  expect(lines.id).toBe('6@one');
});

test('lines of another run are not added', () => {
  const lines = new LiveLines();
  lines.take({ data: 'a', lastEventId: '1@one' });
  expect(lines.take({ data: 'b\nc', lastEventId: '2@another' })).toBeUndefined();
  expect(lines.id).toBe('1@one');
});
