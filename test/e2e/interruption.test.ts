import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '@seedbed/swarm';
import { describe, expect, test } from 'vitest';
import { isStopped } from './harness/descendants.ts';
import { startScenario } from './harness/scenario-run.ts';
import { ROOT, type Running, start, startProgram } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';

const summaryIn = (folder: string): RunSummary => JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));

const slowSwarm = (out: string): Running =>
  start(['swarm', '--leeches', '3', '--size', '8MiB', '--upload', '64KiB/s', '--out', out]);

describe('Ctrl-C ends a swarm in order', () => {
  test.each<[string, RegExp, string[]]>([
    ['while the content is made', /^starting the tracker, making the content/m, ['--size', '512MiB']],
    ['while the seeds start', /^starting the seeds/m, ['--size', '8MiB', '--seeds', '3']],
    ['while the leeches start', /^downloading: 0 of 3/m, ['--size', '8MiB', '--upload', '64KiB/s']],
    ['while they download', /^downloading: .* [1-9]\d*%/m, ['--size', '8MiB', '--upload', '64KiB/s']],
  ])('%s', async (_, moment, flags) => {
    const out = join(temporaryFolder(), 'run');
    const swarm = start(['swarm', '--leeches', '3', ...flags, '--out', out]);
    await swarm.says(moment);
    // Both a terminal and npm send it; and people press it more than once.
    swarm.signal('SIGINT');
    swarm.signal('SIGINT');
    const { status, stdout, stderr } = await swarm.ends();
    await swarm.nothingLeft(0);
    expect(stderr).toMatch(/^seedbed: interrupted by SIGINT; 0 of \d leeches verified$/m);
    expect(status).toBe(130);
    expect(stdout).not.toContain('verified:');
    const { outcome, figures } = summaryIn(out);
    expect([outcome, figures?.lastCompletion ?? null]).toEqual(['interrupted', null]);
    expect(readdirSync(out)).not.toContain('content');
  });

  test('while the files are checked: what is not proven is not called so', async () => {
    const out = join(temporaryFolder(), 'run');
    const swarm = start(['swarm', '--leeches', '3', '--size', '32MiB', '--piece-length', '256KiB', '--out', out]);
    await swarm.says(/^checking the files/m);
    swarm.signal('SIGINT');
    const { status, stdout } = await swarm.ends();
    await swarm.nothingLeft(0);
    // The check may be over before the signal arrives.
    const proven = summaryIn(out).outcome === 'verified';
    expect([status, stdout.includes('verified: ')]).toEqual(proven ? [0, true] : [130, false]);
  });

  test('as SIGTERM does, with its own exit status', async () => {
    const out = join(temporaryFolder(), 'run');
    const swarm = slowSwarm(out);
    await swarm.says(/^downloading/m);
    swarm.signal('SIGTERM');
    expect(await swarm.ends()).toMatchObject({ status: 143 });
    await swarm.nothingLeft(0);
  });
});

describe('a launcher that is killed', () => {
  test.each([
    ['while the seeds start', /^starting the seeds/m],
    ['while they download', /^downloading: .* [1-9]\d*%/m],
  ])('%s leaves no process', async (_, moment) => {
    const swarm = slowSwarm(join(temporaryFolder(), 'run'));
    await swarm.says(moment);
    expect(swarm.processes.length).toBeGreaterThan(1);
    swarm.signal('SIGKILL');
    expect(await swarm.ends()).toMatchObject({ status: 'SIGKILL' });
    await swarm.nothingLeft(6_000);
  });

  test('while a peer is paused leaves no process', async () => {
    const { swarm, out } = startScenario(`
content: { size: 2MiB, pieceLength: 64KiB }
defaults: { link: { upload: 64KiB/s } }
peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 2 }]
timeline: [{ at: 500ms, pause: leech-1 }]
`);
    await waitUntil(() => (swarm.processes.some(isStopped) ? undefined : `no process of ${out} stands still`));
    swarm.signal('SIGKILL');
    expect(await swarm.ends()).toMatchObject({ status: 'SIGKILL' });
    await swarm.nothingLeft(6_000);
  });
});

describe('services and jobs', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('a tracker that is asked to stop by %s leaves with 0', async (signal) => {
    const tracker = start(['tracker', '--http', '127.0.0.1:0']);
    await tracker.says(/^tracker ready: http:\/\/127\.0\.0\.1:\d+\/announce$/m);
    tracker.signal(signal);
    expect(await tracker.ends()).toMatchObject({ status: 0, stderr: '' });
  });

  test('a get that is interrupted before anything has come leaves with 130, and says that it keeps nothing', async () => {
    const dir = temporaryFolder();
    const content = join(dir, 'content');
    writeFileSync(content, Buffer.alloc(100_000, 'x'));
    expect(await start(['create', content, '--announce', 'http://127.0.0.1:1/announce']).ends()).toMatchObject({
      status: 0,
    });
    const get = start(['get', `${content}.torrent`, '--dir', join(dir, 'copy'), '--listen', '127.0.0.1:0']);
    await get.says(/^tracker .*connection refused/m);
    get.signal('SIGINT');
    const { status, stdout, stderr } = await get.ends();
    expect([status, stdout]).toEqual([130, '']);
    expect(stderr).toContain('interrupted: no piece of content was there yet, so nothing of it is kept\n');
    expect(existsSync(join(dir, 'copy', 'content'))).toBe(false);
  });

  test('a reader that has seen enough is no error', async () => {
    const program = join(ROOT, 'packages/cli/bin/seedbed.js');
    const piped = startProgram('/bin/sh', ['-c', `"${process.execPath}" "${program}" swarm --help | head -1`]);
    const { status, stdout, stderr } = await piped.ends();
    expect([status, stdout, stderr]).toEqual([0, 'seedbed swarm [scenario]\n', '']);
  });
});
