import { expect, test } from 'vitest';
import { twoSides } from '../../src/page/hands/two-sides.ts';

const standing = (name: string, role: 'seed' | 'leech', stage: 'awaited' | 'running' | 'left' = 'running') => ({
  ...{ name, role, stage },
});

test('seeds stay together, leeches are shared out, and who is not there is on no side', () => {
  const peers = [
    standing('leech-1', 'leech'),
    standing('seed-1', 'seed'),
    standing('leech-2', 'leech', 'left'),
    standing('leech-3', 'leech'),
    standing('seed-2', 'seed'),
    standing('leech-4', 'leech', 'awaited'),
    standing('leech-5', 'leech'),
  ];
  expect(twoSides(peers)).toEqual([
    ['seed-1', 'leech-3', 'seed-2'],
    ['leech-1', 'leech-5'],
  ]);
});
