import { expect, it } from 'vitest';
import { announceInput } from '../src/announce-input.ts';

it('tells the engine what came of an announce, and in ms for how long the tracker wants to be left alone', () => {
  const answer = { interval: 1_800, peers: [] };
  expect(announceInput('a', { ok: true, answer })).toEqual({ type: 'announce-answered', tracker: 'a', answer });
  const failed = { type: 'announce-failed', tracker: 'a', reason: 'down' };
  expect(announceInput('a', { ok: false, reason: 'down' })).toEqual(failed);
  for (const [retryIn, ms] of [
    [900, 900_000],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ] as const) {
    expect(announceInput('a', { ok: false, reason: 'down', retryIn })).toEqual({ ...failed, retryIn: ms });
  }
});
