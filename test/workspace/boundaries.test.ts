import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Which package may import which. A package stands above all that it imports, so the table can't hold a circle; `swarm`
 * starts the tracker and the peers as programs; it looks up where those programs lie (`/process`), and reads with
 * their own parsers what it will tell them (`/faults`, `/settings`).
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  netem: [],
  settings: [],
  events: ['protocol'],
  engine: ['protocol', 'events'],
  control: ['protocol'],
  tracker: ['protocol', 'events', 'settings', 'control', 'control/metric-family'],
  dashboard: ['protocol', 'protocol/describe', 'events', 'control'],
  peer: ['protocol', 'events', 'netem', 'settings', 'control', 'control/metric-family', 'engine'],
  simulator: ['protocol', 'events', 'netem', 'engine', 'tracker/announce'],
  swarm: [
    'protocol',
    'events',
    'netem',
    'settings',
    'simulator',
    'tracker/faults',
    'tracker/process',
    'tracker/settings',
    'peer/process',
    'peer/host',
    'peer/generated-content',
    'peer/make-folders',
    'peer/settings',
  ],
  cli: [
    ...[
      'protocol',
      'protocol/describe',
      'events',
      'netem',
      'engine',
      'tracker',
      'tracker/announce',
      'tracker/settings',
      'peer',
      'peer/content',
      'peer/settings',
      'simulator',
      'swarm',
    ],
    ...['settings', 'dashboard'],
  ],
};

/** What the pure packages may import from outside the workspace; everything else comes in as an argument. */
const PURE_MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: ['bencode'],
  netem: [],
  settings: [],
  events: [],
  engine: [],
  simulator: [],
};

const packagesDir = join(import.meta.dirname, '../../packages');

const foldersIn = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(packagesDir, ...path), 'utf8')) as T;

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Project {
  readonly references?: readonly { readonly path: string }[];
}

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** What a source names in `import … from`, `export … from`, `import '…'`, `import('…')` and `resolve('…')`. */
const specifiersIn = (source: string): string[] =>
  [...withoutComments(source).matchAll(/(?:\bfrom\s*|\bimport\s*|\b(?:import|resolve)\s*\(\s*)(['"`])([^'"`\n]+)\1/g)]
    .map((match) => match[2])
    .filter((specifier) => specifier !== undefined);

const sourcesOf = (name: string): { file: string; specifiers: string[] }[] =>
  readdirSync(join(packagesDir, name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
    .map((file) => ({ file, specifiers: specifiersIn(readFileSync(join(packagesDir, name, 'src', file), 'utf8')) }));

const siblingOf = (specifier: string): string | undefined => /^@seedbed\/(.+)$/.exec(specifier)?.[1];

const folderOf = (sibling: string): string => sibling.split('/')[0] ?? sibling;

const names = foldersIn(packagesDir).filter((name) => readdirSync(join(packagesDir, name)).includes('package.json'));

test('the reader of imports sees every form of them', () => {
  const source = `
    import { a } from '@seedbed/a';
    import type { b } from "@seedbed/b";
    export * from '@seedbed/c/deep';
    import '@seedbed/d';
    const e = await import('@seedbed/e');
    import {
      f,
    } from '@seedbed/f';
    const program = import.meta.resolve('@seedbed/g/process');
    // import '@seedbed/comment';
    /** import { x } from '@seedbed/doc'; */
  `;
  const found = specifiersIn(source).map(siblingOf);
  expect(found).toEqual(['a', 'b', 'c/deep', 'd', 'e', 'f', 'g/process']);
});

test('packages import each other in one direction', () => {
  const floors = new Map<string, number>();
  const floorOf = (name: string, path: readonly string[]): number => {
    if (path.includes(name)) throw new Error(`a circle: ${[...path, name].join(' → ')}`);
    const known = floors.get(name);
    if (known !== undefined) return known;
    const below = (MAY_IMPORT[name] ?? []).map((sibling) => floorOf(folderOf(sibling), [...path, name]));
    const floor = Math.max(-1, ...below) + 1;
    floors.set(name, floor);
    return floor;
  };
  for (const name of Object.keys(MAY_IMPORT)) floorOf(name, []);
  expect(Object.keys(MAY_IMPORT).sort()).toEqual(names.toSorted());
  expect(floors.get('protocol')).toBe(0);
});

describe.each(names)('package %s', (name) => {
  const allowed = MAY_IMPORT[name] ?? [];
  const allowedFolders = new Set(allowed.map(folderOf));
  const sources = sourcesOf(name);
  const used = new Set(sources.flatMap(({ specifiers }) => specifiers.map(siblingOf)).filter((s) => s !== undefined));
  const manifest = readJson<Manifest>(name, 'package.json');
  const declared = Object.keys(manifest.dependencies ?? {})
    .map(siblingOf)
    .filter((sibling) => sibling !== undefined);
  const referenced = (readJson<Project>(name, 'tsconfig.json').references ?? []).map(({ path }) => path);

  test('is named after its folder and has its line in the table', () => {
    expect(manifest.name).toBe(`@seedbed/${name}`);
    expect(Object.keys(MAY_IMPORT)).toContain(name);
  });

  test('imports only what it may', () => {
    const offences = sources.flatMap(({ file, specifiers }) =>
      specifiers
        .filter((specifier) => {
          const sibling = siblingOf(specifier);
          return sibling !== undefined && !allowed.includes(sibling);
        })
        .map((specifier) => `${name}/src/${file} imports ${specifier}`),
    );
    expect(offences).toEqual([]);
  });

  test('imports no test and nothing outside its own sources by a path', () => {
    const offences = sources.flatMap(({ file, specifiers }) =>
      specifiers
        .filter((specifier) => specifier.startsWith('.'))
        .filter((specifier) => {
          const target = join(file, '..', specifier);
          // What Vite only makes an address of is no code; it lies in the package itself.
          if (specifier.endsWith('?url') && /^\.\.\/[^.]/.test(target)) return false;
          return target.startsWith('..') || target.split('/').includes('test');
        })
        .map((specifier) => `${name}/src/${file} imports ${specifier}`),
    );
    expect(offences).toEqual([]);
  });

  test('declares what it imports in package.json and tsconfig.json, and nothing that it may not', () => {
    const usedFolders = [...used].map(folderOf);
    expect(declared).toEqual(expect.arrayContaining(usedFolders));
    expect(referenced).toEqual(expect.arrayContaining(usedFolders.map((folder) => `../${folder}`)));
    expect(declared.filter((sibling) => !allowedFolders.has(sibling))).toEqual([]);
    expect([...referenced].sort()).toEqual(declared.map((sibling) => `../${sibling}`).sort());
  });
});

test.each(Object.entries(PURE_MAY_IMPORT))('%s takes from outside the workspace only %j', (name, allowed) => {
  const outside = sourcesOf(name)
    .flatMap(({ specifiers }) => specifiers)
    .filter((specifier) => !specifier.startsWith('.') && siblingOf(specifier) === undefined);
  expect(outside.filter((specifier) => !allowed.includes(specifier))).toEqual([]);
});

test('@seedbed/tracker/announce, which the simulator uses, needs neither Node nor Express', () => {
  const sources = new Map(sourcesOf('tracker').map(({ file, specifiers }) => [file, specifiers]));
  const reached = new Set<string>();
  const outside = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const specifier of sources.get(file) ?? []) {
      if (specifier.startsWith('.')) visit(join(file, '..', specifier));
      else outside.add(specifier);
    }
  };
  visit('announce-entry.ts');
  expect([...sources.keys()]).toEqual(expect.arrayContaining([...reached]));
  expect([...outside].filter((specifier) => !['@seedbed/protocol', '@seedbed/events'].includes(specifier))).toEqual([]);
});
