import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '..', '..');

/** What a module names in its imports and re-exports; `import type` and `import()` load nothing at once. */
const specifiersIn = (text: string): string[] => [
  ...[...text.matchAll(/^(?:import|export) (?!type )[^;'"]*? from '([^']+)';/gm)].map(([, name = '']) => name),
  ...[...text.matchAll(/^import '([^']+)';/gm)].map(([, name = '']) => name),
];

/** Packages of others that are loaded at once by a module and everything that it imports. */
const packagesLoadedBy = (file: string, seen = new Set<string>(), found = new Set<string>()): Set<string> => {
  if (seen.has(file)) return found;
  seen.add(file);
  for (const specifier of specifiersIn(readFileSync(file, 'utf8'))) {
    if (specifier.startsWith('.')) packagesLoadedBy(join(dirname(file), specifier), seen, found);
    else if (specifier.startsWith('@seedbed/')) {
      packagesLoadedBy(join(SOURCES, specifier.slice('@seedbed/'.length), 'src', 'index.ts'), seen, found);
    } else if (!specifier.startsWith('node:')) found.add(specifier);
  }
  return found;
};

describe('the start of a peer', () => {
  it('loads nothing from others but bencode: every package costs each process of a swarm its time to start', () => {
    expect([...packagesLoadedBy(join(SOURCES, 'peer', 'src', 'process.ts'))]).toEqual(['bencode']);
  });

  it('is looked at with eyes that see: a tracker loads more', () => {
    expect(packagesLoadedBy(join(SOURCES, 'tracker', 'src', 'run-process.ts'))).toContain('express');
  });
});
