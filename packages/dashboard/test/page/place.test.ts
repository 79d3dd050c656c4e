import { describe, expect, test } from 'vitest';
import { formatPlace, parsePlace, tokenIn } from '../../src/page/time/place.ts';

describe('a link to a place', () => {
  test('goes there and back, with any name', () => {
    for (const peer of ['leech-3', 'a b&c=d#e', '<script>', 'größe']) {
      const place = { view: 'peer', t: 12.345, event: 1_234, peer } as const;
      expect(parsePlace(`#${formatPlace(place)}`)).toEqual(place);
    }
  });

  test('leaves out what makes no sense', () => {
    expect(parsePlace('#t=-5&event=1.5&view=nothing&peer=&step=0.5')).toEqual({});
    expect(parsePlace('#t=1e99')).toEqual({});
    expect(parsePlace(`#peer=${'x'.repeat(300)}`)).toEqual({});
    expect(parsePlace('')).toEqual({});
  });

  test('never has the token in it', () => {
    expect(tokenIn('#token=secret&t=1')).toBe('secret');
    expect(formatPlace(parsePlace('#token=secret&t=1'))).toBe('t=1');
  });
});
