import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { linkModules } from '../../src/report/link-modules.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Modules by their names, in a folder. */
async function folderOf(modules: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
  return folder;
}

test('modules become one script; each runs once, and names don’t meet', async () => {
  const folder = await folderOf({
    'main.js': `import { twice } from './twice.js';\nimport { base as start, say } from './base.js';\nconst base = 1;\nsay(twice(start + base));\nexport {};\n//# sourceMappingURL=main.js.map`,
    'twice.js': `import { say } from './base.js';\nexport function twice(x) {\n  say('twice');\n  return 2 * x;\n}\n`,
    'base.js': `said.push('base');\nexport const base = 20;\nexport const say = (word) => said.push(word);\n`,
  });
  const said: unknown[] = [];
  runInNewContext(await linkModules(join(folder, 'main.js')), { said });
  expect(said).toEqual(['base', 'twice', 42]);
});

test.each(['export default 1;', "import x from './x.js';", "export * from './x.js';"])(
  '%s is refused',
  async (text) => {
    const folder = await folderOf({ 'main.js': text, 'x.js': '' });
    await expect(linkModules(join(folder, 'main.js'))).rejects.toThrow(/can't be put into a page/);
  },
);
