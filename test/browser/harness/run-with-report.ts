import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

const SEEDBED = fileURLToPath(new URL('../../../packages/cli/bin/seedbed.js', import.meta.url));

/** Text from outside that would like to be something else. */
export const HOSTILE = `</script><script>document.title='taken'</script><img src=x onerror="document.title='taken'">&`;

const scenario = JSON.stringify({
  name: `small ${HOSTILE}`,
  description: `described as ${HOSTILE}`,
  content: { size: '2MiB', pieceLength: '64KiB' },
  defaults: { link: { upload: '1MiB/s' } },
  peers: [
    { name: 'seed', role: 'seed' },
    { name: 'leech', role: 'leech', count: 3 },
    { name: 'late', role: 'leech', arrival: { times: ['1s'] } },
  ],
  timeline: [{ at: '500ms', tracker: { fault: `failure:refused ${HOSTILE}` }, for: '1s' }],
  expect: ['all complete'],
  repetitions: 2,
});

/** The reports of a scenario that was run twice over real sockets, once for all tests of a file. */
export const runWithReport = (): { readonly page: () => string; readonly repetitions: () => string } => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedbed-browser-'));
    const file = join(folder, 'scenario.yaml');
    // JSON is YAML as well.
    writeFileSync(file, scenario);
    const args = [SEEDBED, 'swarm', file, '--out', join(folder, 'run')];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 50_000 });
    if (status !== 0) throw new Error(`the swarm ended with ${status}: ${stderr}`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const urlOf = (path: string): string => pathToFileURL(join(folder, 'run', path)).href;
  return { page: () => urlOf('1/report.html'), repetitions: () => urlOf('report.html') };
};
