// Puts the programs that people and the launcher start, with all that they import, into a few files: to find, read and
// compile some three hundred modules one by one takes Node longer than most commands take to run. What is imported with
// `import()` stays in files of its own, which are read when it is needed.
//
// `bin/seedbed.js` takes the bundle only when nothing was compiled since, and `dist` otherwise. With `--final` it is
// always taken: for an image, in which nothing changes and the times of files mean nothing.
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundles as bundlesUrl, markOf, readStamp } from '../packages/cli/bin/bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundles = fileURLToPath(bundlesUrl);

const PROGRAMS = {
  seedbed: 'packages/cli/src/main.ts',
  'peer-process': 'packages/peer/src/process.ts',
  'tracker-process': 'packages/tracker/src/process.ts',
  'ask-program': 'packages/swarm/src/netns/ask-program.ts',
  'client-program': 'packages/swarm/src/clients/client-program.ts',
  'tracker-worker': 'packages/tracker/src/workers/worker-program.ts',
  'hash-worker': 'packages/peer/src/io/hashing/hash-worker.ts',
  'piece-hash-worker': 'packages/peer/src/io/hashing/piece-hash-worker.ts',
  // It runs in the pages of reports, which are made of it.
  'report-page': 'packages/swarm/src/report/page/main.ts',
};

/** Files of packages that are read as they are. */
const ASSETS = ['uplot/dist/uPlot.iife.min.js', 'uplot/dist/uPlot.min.css'];

/** How our sources name a place, and what is right in the bundle, where all programs lie in one folder. */
const PLACES = new Map([
  [`import.meta.resolve('@seedbed/peer/process')`, `new URL('peer-process.js', import.meta.url).href`],
  [`import.meta.resolve('@seedbed/tracker/process')`, `new URL('tracker-process.js', import.meta.url).href`],
  [`import.meta.resolve('#ask-program')`, `new URL('ask-program.js', import.meta.url).href`],
  [`import.meta.resolve('#client-program')`, `new URL('client-program.js', import.meta.url).href`],
  [`new URL('./worker-program.js', import.meta.url)`, `new URL('tracker-worker.js', import.meta.url)`],
  [`createRequire(import.meta.url).resolve('#hash-worker')`, `new URL('hash-worker.js', import.meta.url)`],
  [`createRequire(import.meta.url).resolve('#piece-hash-worker')`, `new URL('piece-hash-worker.js', import.meta.url)`],
  [`createRequire(import.meta.url).resolve('#report-page')`, `new URL('report-page.js', import.meta.url)`],
  ...ASSETS.map((path) => [
    `createRequire(import.meta.url).resolve('${path}')`,
    `new URL('${basename(path)}', import.meta.url)`,
  ]),
  [`new URL('../page/', import.meta.url)`, `new URL('../../../dashboard/dist/page/', import.meta.url)`],
  // In a bundle a package that is required runs when it is, and not before.
  [`createRequire(import.meta.url)('pino')`, `require('pino')`],
  // As far below the checkout as the module itself.
  [`new URL('../../../../scenarios/', import.meta.url)`, `new URL('../../../../scenarios/', import.meta.url)`],
  // The bundle lies in a folder of the command's; all packages have one version.
  [`new URL('../package.json', import.meta.url)`, `new URL('../../package.json', import.meta.url)`],
]);

const PLACE = new RegExp(
  `(${[...PLACES.keys()].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
);

const places = {
  name: 'places',
  transform: {
    filter: { id: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/]/ },
    handler: (code, id) => {
      const parts = code.split(PLACE);
      // Whatever else depends on where its file lies would go wrong only where it is run.
      if (parts.some((part) => !PLACES.has(part) && /import\.meta|createRequire\(/.test(part))) {
        throw new Error(`${id} names a place that PLACES in scripts/bundle.mjs does not know`);
      }
      return parts.length === 1 ? null : { code: parts.map((part) => PLACES.get(part) ?? part).join(''), map: null };
    },
  },
};

/** A mark of everything that the bundle is made of, by its path. */
const marks = () => {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/dist/.tsbuildinfo`);
  const page = 'packages/swarm/dist/report/page/.tsbuildinfo';
  const paths = ['package-lock.json', 'scripts/bundle.mjs', ...packages, page];
  return Object.fromEntries(paths.map((path) => [path, markOf(path)]));
};

/** The licences of the packages of others, which come along with their code. */
const licences = (chunks) => {
  const modules = chunks.flatMap(({ moduleIds = [] }) => moduleIds);
  const folders = modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8')}`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
};

const write = async (folder) => {
  // Only now: most of the time there is nothing to do, and this takes a tenth of a second to load.
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    cwd: root,
    input: PROGRAMS,
    platform: 'node',
    external: /^node:/,
    // The sources themselves, so that the maps lead to them.
    resolve: { conditionNames: ['source', 'node'] },
    plugins: [places],
    logLevel: 'warn',
  });
  const { output } = await build.write({ dir: folder, sourcemap: true, comments: { legal: true, jsdoc: false } });
  await build.close();
  const assets = ASSETS.map((path) => join(root, 'node_modules', path));
  for (const path of assets) copyFileSync(path, join(folder, basename(path)));
  writeFileSync(join(folder, 'LICENCES.txt'), licences([...output, { moduleIds: assets }]));
};

/** Makes the bundle, unless there is one of what was compiled last. */
export const bundle = async ({ isFinal = false } = {}) => {
  const madeOf = isFinal ? {} : marks();
  const stamp = readStamp();
  if (JSON.stringify(stamp?.madeOf) === JSON.stringify(madeOf) && existsSync(join(bundles, stamp.folder))) return;
  const folder = randomUUID();
  await write(join(bundles, folder));
  // The stamp comes last and at once: whoever starts meanwhile finds a whole bundle, or none that is fresh.
  writeFileSync(join(bundles, 'stamp.new'), JSON.stringify({ folder, madeOf }));
  renameSync(join(bundles, 'stamp.new'), join(bundles, 'stamp.json'));
  // Programs that run from the last one may still want a file of it.
  const kept = [folder, stamp?.folder, 'stamp.json'];
  for (const name of readdirSync(bundles)) {
    if (!kept.includes(name)) rmSync(join(bundles, name), { recursive: true, force: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle({ isFinal: process.argv.includes('--final') });
