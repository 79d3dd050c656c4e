import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const IMPORT = /^import\s*\{([^}]*)\}\s*from\s*['"](\.[^'"]+)['"];?$/gm;
const EXPORTED = /^export (?=(?:async )?(?:function|const|class) (\w+))/gm;

/**
 * Makes one script of a module of ours and all that it imports. Each module becomes a function of its own, so names don't
 * meet. It knows what the compiler makes of our modules, imports of named values by a path and exported declarations, and
 * refuses the rest.
 *
 * @throws Error when a module is written in another way
 */
export async function linkModules(entry: string): Promise<string> {
  const places = new Map<string, string>();
  const scripts: string[] = [];
  const link = async (path: string): Promise<string> => {
    const known = places.get(path);
    if (known !== undefined) return known;
    const place = `module${places.size}`;
    places.set(path, place);
    const source = await readFile(path, 'utf8');
    const below = new Map<string, string>();
    for (const [, , specifier = ''] of source.matchAll(IMPORT)) {
      below.set(specifier, await link(join(dirname(path), specifier)));
    }
    scripts.push(asFunction(source, path, place, below));
    return place;
  };
  await link(entry);
  return `'use strict';\n${scripts.join('')}`;
}

function asFunction(source: string, path: string, place: string, below: ReadonlyMap<string, string>): string {
  const exported = [...source.matchAll(EXPORTED)].map(([, name]) => name);
  const body = source
    .replace(IMPORT, (_, names: string, specifier: string) => {
      return `const {${names.replaceAll(' as ', ': ')}} = ${below.get(specifier)};`;
    })
    .replace(EXPORTED, '')
    .replace(/^export \{\s*\};?$/gm, '')
    .replace(/^\/\/# sourceMappingURL=.*$/gm, '');
  const rest = /^(?:import|export)\b.*$/m.exec(body)?.[0];
  if (rest !== undefined) throw new Error(`${path} can't be put into a page: ${rest}`);
  return `const ${place} = (() => {\n${body.trim()}\nreturn { ${exported.join(', ')} };\n})();\n`;
}
