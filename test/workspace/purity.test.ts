import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * The pure packages read no clock, draw no chance and touch nothing outside. That is not promised but checked, by the
 * compiler and the linter together; here it is shown that the two let none of the usual ways through.
 */
const root = join(import.meta.dirname, '../..');

const FORBIDDEN: Record<string, string> = {
  'node-fs': `import { readFileSync } from 'node:fs';\nexport const leak = readFileSync;`,
  'node-net': `import { connect } from 'node:net';\nexport const leak = connect;`,
  'fs-without-prefix': `import { readFileSync } from 'fs';\nexport const leak = readFileSync;`,
  'dynamic-import': `export const leak: Promise<unknown> = import('node:fs');`,
  'set-timeout': `export const leak = (f: () => void): unknown => setTimeout(f, 1);`,
  'queue-microtask': `export const leak = (f: () => void): unknown => queueMicrotask(f);`,
  console: `export const leak = (): void => console.log('x');`,
  fetch: `export const leak = (): unknown => fetch('http://127.0.0.1/');`,
  'new-date': `export const leak: unknown = new Date();`,
  'date-now': `export const leak: number = Date.now();`,
  'date-aliased': `const Clock = Date;\nexport const leak: number = Clock.now();`,
  intl: `export const leak: string = new Intl.DateTimeFormat('en').format();`,
  performance: `export const leak: number = performance.now();`,
  'math-random': `export const leak: number = Math.random();`,
  'math-random-handed-on': `export const leak: readonly number[] = [0].map(Math.random);`,
  'math-random-taken-apart': `const { random } = Math;\nexport const leak: number = random();`,
  'math-random-renamed': `const { floor, random: dice } = Math;\nexport const leak: number = floor(dice());`,
  'math-random-by-name': `export const leak: number = Math['random']();`,
  'math-random-computed': `const name = 'random';\nexport const leak: number = Math[name]();`,
  'math-random-inside-an-allowed-call': `export const leak: number = Math.floor(Math['random']());`,
  'math-aliased': `const m = Math;\nexport const leak: number = m.random();`,
  'math-reflected': `export const leak: unknown = Reflect.get(Math, 'random');`,
  buffer: `export const leak = (x: Buffer): number => x.length;`,
  'buffer-value': `export const leak: unknown = Buffer.from('x');`,
  process: `export const leak: unknown = process.env;`,
  crypto: `export const leak: unknown = crypto.randomUUID();`,
  'global-date': `export const leak: unknown = globalThis.Date;`,
  'global-math': `export const leak: number = globalThis.Math.random();`,
  require: `export const leak: unknown = require('node:fs');`,
  any: `export const leak: any = 1;`,
  'non-null': `export const leak = (x: string | undefined): string => x!;`,
};

const HARMLESS = `
export const midpoint = (low: number, high: number): number => Math.floor(Math.min(low, high) + Math.abs(high - low) / 2);

export const firstByte = (bytes: Uint8Array, otherwise: number): number => bytes[0] ?? otherwise;

export const draw = (random: () => number, sides: number): number => Math.trunc(random() * sides);
`.trimStart();

const PURE_BY_COMPILER = ['protocol', 'events', 'netem', 'settings', 'engine'];
const PURE_BY_LINTER = [...PURE_BY_COMPILER, 'simulator'];

const files = Object.entries({ ...FORBIDDEN, harmless: HARMLESS }).map(([name, text]) => ({ name, text: `${text}\n` }));

/** Runs a tool of this workspace and answers which of the files it complained about. */
const refused = (cwd: string, tool: string, ...args: string[]): Set<string> => {
  const { stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  // A tool that refuses its own configuration has looked at no file at all.
  if (/^tsconfig\.json\(|^error TS/m.test(stdout)) throw new Error(stdout);
  const found = [...`${stdout}\n${stderr}`.matchAll(/sample-([a-z-]+)\.ts\b/g)].map((match) => match[1]);
  return new Set(found.filter((name) => name !== undefined));
};

const scratch: string[] = [];
const byCompiler = new Map<string, Set<string>>();
const byLinter = new Map<string, Set<string>>();

beforeAll(() => {
  // The linter gets a copy of the workspace's configuration and a folder for each pure package.
  const copy = mkdtempSync(join(tmpdir(), 'seedbed-purity-'));
  scratch.push(copy);
  cpSync(join(root, 'biome.json'), join(copy, 'biome.json'));
  cpSync(join(root, '.gitignore'), join(copy, '.gitignore'));
  cpSync(join(root, 'lint'), join(copy, 'lint'), { recursive: true });
  for (const name of PURE_BY_LINTER) {
    const src = join(copy, 'packages', name, 'src');
    mkdirSync(src, { recursive: true });
    for (const file of files) writeFileSync(join(src, `sample-${file.name}.ts`), file.text);
    const args = ['lint', '--max-diagnostics=none', '--reporter=github', '--vcs-enabled=false', `packages/${name}`];
    byLinter.set(name, refused(copy, '@biomejs/biome/bin/biome', ...args));
  }

  // The compiler works inside the package, with the package's own options, so that whatever leaks in through what the
  // package imports would leak in here too.
  for (const name of PURE_BY_COMPILER) {
    const inside = mkdtempSync(join(root, 'packages', name, '.scratch-'));
    scratch.push(inside);
    for (const file of files) writeFileSync(join(inside, `sample-${file.name}.ts`), file.text);
    const project = {
      extends: '../tsconfig.json',
      compilerOptions: {
        ...{ rootDir: '../../..', composite: false, declaration: true, declarationMap: false, tsBuildInfoFile: null },
        noEmit: true,
        customConditions: ['source'],
      },
      // Named one by one: the compiler finds nothing by pattern in a folder whose name begins with a dot.
      files: ['../src/index.ts', ...files.map((file) => `sample-${file.name}.ts`)],
      include: [],
      references: [],
    };
    writeFileSync(join(inside, 'tsconfig.json'), JSON.stringify(project));
    byCompiler.set(name, refused(inside, 'typescript/bin/tsc', '-p', '.', '--pretty', 'false'));
  }
}, 60_000);

afterAll(() => {
  for (const dir of scratch) rmSync(dir, { recursive: true, force: true });
});

describe.each(PURE_BY_COMPILER)('in %s', (name) => {
  test.each(Object.keys(FORBIDDEN))('%s is refused', (sample) => {
    expect([...(byCompiler.get(name) ?? []), ...(byLinter.get(name) ?? [])]).toContain(sample);
  });

  test('the compiler alone knows none of what a runtime offers', () => {
    const offered = [
      'node-fs',
      'node-net',
      'set-timeout',
      'console',
      'fetch',
      'performance',
      'buffer',
      'process',
      'crypto',
    ];
    expect([...(byCompiler.get(name) ?? [])]).toEqual(expect.arrayContaining(offered));
  });

  test('harmless code passes', () => {
    expect(byCompiler.get(name)).not.toContain('harmless');
    expect(byLinter.get(name)).not.toContain('harmless');
  });
});

// The simulator may know Node's types (it imports from the tracker), so there the linter alone has to hold.
describe('in simulator', () => {
  test.each(Object.keys(FORBIDDEN))('%s is refused by the linter', (sample) => {
    expect([...(byLinter.get('simulator') ?? [])]).toContain(sample);
  });

  test('harmless code passes', () => {
    expect(byLinter.get('simulator')).not.toContain('harmless');
  });
});
