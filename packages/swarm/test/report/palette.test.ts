import { expect, test } from 'vitest';
import type { ReportModel } from '../../src/report/model/report-model.ts';
import { groupLook, lookOf, mix, type Palette } from '../../src/report/page/palette.ts';

const palette: Palette = {
  ...{ ink: 'ink', quiet: 'quiet', grid: 'grid', panel: 'panel', low: '#000000', high: '#ffffff', seed: 'green' },
  series: ['a', 'b', 'c', 'd', 'e', 'f'],
};

const groups = (...roles: ('seed' | 'leech')[]): ReportModel =>
  ({ groups: roles.map((role) => ({ role })) }) as unknown as ReportModel;

test('seeds have their own colour, leeches the others, and no two groups look the same', () => {
  const model = groups('leech', 'seed', 'leech', 'seed');
  const looks = [0, 1, 2, 3].map((group) => groupLook(model, group, palette));
  expect(looks.map(({ colour }) => colour)).toEqual(['a', 'green', 'b', 'green']);
  expect(new Set(looks.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(4);
});

test('seeds are told from the leeches of the same place without colours', () => {
  const model = groups('leech', 'seed');
  expect(groupLook(model, 0, palette).dash).not.toEqual(groupLook(model, 1, palette).dash);
});

test('more lines than colours begin again', () => expect(lookOf(7, palette)).toEqual(lookOf(1, palette)));

test('a mix is its ends at its ends, and in between half of each', () => {
  expect([0, 0.5, 1].map((share) => mix('#102030', '#305070', share))).toEqual([
    'rgb(16 32 48)',
    'rgb(32 56 80)',
    'rgb(48 80 112)',
  ]);
});
