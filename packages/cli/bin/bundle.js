// Where the bundled programs are, and whether they are what was compiled last. `scripts/bundle.mjs` makes them.
import { readFileSync, statSync } from 'node:fs';

const root = new URL('../../../', import.meta.url);

/** The folder of the stamp and, beside it, of each bundle in a folder of its own. */
export const bundles = new URL('../bundle/', import.meta.url);

/** What tells without reading a file whether it was written since; `path` begins at the top of the checkout. */
export const markOf = (path) => {
  const stats = statSync(new URL(path, root), { throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.mtimeMs} ${stats.size}`;
};

/** The stamp `{ folder, madeOf }`, `madeOf` with a mark for each path; undefined when there is none that can be read. */
export const readStamp = () => {
  try {
    return JSON.parse(readFileSync(new URL('stamp.json', bundles), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/**
 * The folder of the bundle; undefined when something was compiled since it was made, or it is not there. The compiler
 * writes the `.tsbuildinfo` of a package whenever it writes anything of that package.
 */
export const freshBundle = () => {
  const stamp = readStamp();
  const isFresh = stamp !== undefined && Object.entries(stamp.madeOf).every(([path, mark]) => markOf(path) === mark);
  return isFresh ? new URL(`${stamp.folder}/`, bundles) : undefined;
};
