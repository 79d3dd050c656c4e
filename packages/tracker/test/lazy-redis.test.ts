import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const entry = join(import.meta.dirname, '../dist/index.js');

/** Starts a tracker in a process of its own, and gives whether the client of Redis was loaded there. */
function loadsRedis(store: string): boolean {
  expect(existsSync(entry), `${entry} is there (npm run build)`).toBe(true);
  const script = `
    import { createRequire } from 'node:module';
    const { startTracker, trackerConfig } = await import(process.argv[1]);
    const config = trackerConfig({ http: { ip: '127.86.1.1', port: 0 }, store: process.argv[2] });
    const tracker = await startTracker(config);
    await tracker.close();
    console.log(Object.keys(createRequire(process.argv[1]).cache).some((file) => file.includes('ioredis')));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script, entry, store]);
  return JSON.parse(output.toString()) as boolean;
}

test('a tracker with its store in memory does not load the client of Redis', () => {
  expect(loadsRedis('memory')).toBe(false);
  expect(loadsRedis('redis://127.86.1.2:1/0'), 'or the test looks in the wrong place').toBe(true);
});
