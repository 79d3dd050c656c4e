import { expect, test } from 'vitest';
import { boundHint } from '../../src/page/curves/bound-text.ts';

test('the hint speaks of the dashed line only where it can be seen', () => {
  const times = [0.5, 1, 10];
  for (const at of [0.5, 3, 10]) expect(boundHint(at * 1_000, at, times)).toMatch(/left of the dashed line; how near/);
  expect(boundHint(42_100, 42, times)).toMatch(/before 42\.1 s; the curves are at 10\.0 s/);
  expect(boundHint(42_100, 42, [])).toMatch(/before 42\.1 s; the curves are at 0\.0 s/);
  expect(boundHint(300, 0.2, times)).toMatch(/before 0\.3 s, which is left of the curves/);
});
