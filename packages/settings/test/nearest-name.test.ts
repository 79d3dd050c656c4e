import { nearestName } from '@seedbed/settings';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const flags = ['upload', 'upload-limit', 'download', 'leeches', 'seeds', 'seed-value', 'piece-length', 'out', 'keep'];

test.each([
  ['upolad', 'upload'],
  ['Leeches', 'leeches'],
  ['leech', 'leeches'],
  ['seed', 'seeds'],
  ['piecelength', 'piece-length'],
  ['piece-lenght', 'piece-length'],
  ['kep', 'keep'],
  ['frobnicate', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('%s is taken for %s', (typed, meant) => expect(nearestName(typed, flags)).toBe(meant));

test('one typing mistake is always understood', () => {
  fc.assert(
    fc.property(fc.constantFrom(...flags), fc.nat(), fc.constantFrom('q', 'z'), (name, position, letter) => {
      const at = position % name.length;
      expect(nearestName(`${name.slice(0, at)}${letter}${name.slice(at)}`, flags)).toBe(name);
    }),
  );
});
