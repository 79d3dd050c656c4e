import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '@seedbed/events';
import type { RunSummary } from '@seedbed/swarm';
import { describe, expect, test } from 'vitest';
import { run, start } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';

const summaryIn = (folder: string): RunSummary => JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));

/** Whether a peer has told so; the record is written a second later, in order. */
const hasCompleted = (folder: string, peer: string): boolean =>
  readFileSync(join(folder, 'events.ndjson'), 'utf8')
    .split('\n')
    .map(decodeEvent)
    .some((event) => event?.type === 'completed' && event.peer === peer);

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('seedbed swarm', () => {
  test('moves content from one seed to three leeches and proves it', async () => {
    const out = join(temporaryFolder(), 'runs', 'one');
    const swarm = start(['swarm', '--leeches', '3', '--size', '5MiB', '--out', out]);
    const { status, stdout, stderr } = await swarm.ends();
    expect([status, stderr.split('\n').filter((line) => line.startsWith('seedbed:'))]).toEqual([0, []]);
    await swarm.nothingLeft(0);

    const table = stdout.split('\n');
    expect(table[0]?.split(/ {2,}/)).toEqual(['leech', 'time', 'rate', 'from seeds', 'from leeches', 'sha-256']);
    expect(table.slice(1, 4).map((line) => line.split(/ +/).at(0))).toEqual(['leech-1', 'leech-2', 'leech-3']);
    expect(table.slice(1, 4).every((line) => line.endsWith('equal'))).toBe(true);
    expect(table[4]).toMatch(/^verified: 3 leeches hold exactly the source's 5MiB after /);
    expect(stdout + stderr).not.toContain('\u001b');

    // The content is deleted once it was checked; what tells of the run stays.
    expect(readdirSync(out).sort()).toEqual([
      'content.torrent',
      'events.ndjson',
      'manifest.json',
      'report.html',
      'scenario.yaml',
      'summary.json',
      'timeline.json',
    ]);
    const summary = summaryIn(out);
    expect(summary).toMatchObject({ outcome: 'verified', reason: null, events: { late: 0, lost: 0 } });
    const leeches = summary.peers.filter(({ role }) => role === 'leech');
    expect(leeches.map(({ verified, received }) => [verified, received])).toEqual(Array(3).fill([true, 5_242_880]));
    expect(summary.figures?.seedCopies.atEnd).toBeGreaterThanOrEqual(1);
  });

  test('leaves events in order of time that tell the whole story', async () => {
    const out = join(temporaryFolder(), 'run');
    expect(await run(['swarm', '--leeches', '2', '--size', '1MiB', '--out', out])).toMatchObject({ status: 0 });
    const lines = readFileSync(join(out, 'events.ndjson'), 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => decodeEvent(line));
    expect(events.every((event) => event !== undefined)).toBe(true);
    expect(summaryIn(out).events).toEqual({
      written: lines.length,
      late: 0,
      lost: 0,
      unreadable: 0,
      missing: 0,
    });
    const times = events.map((event) => event?.t ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const name of ['seed-1', 'leech-1', 'leech-2']) {
      const own = events.flatMap((event) => (event?.peer === name ? [event.type] : []));
      expect(own.at(0)).toBe('peer-started');
      expect(own.filter((type) => type === 'peer-stopped')).toHaveLength(1);
      expect(own.filter((type) => type === 'completed')).toHaveLength(name === 'seed-1' ? 0 : 1);
    }
    const addresses = events.flatMap((event) => (event?.type === 'peer-started' ? [event.address] : []));
    expect(new Set(addresses.map((address) => address.split(':')[0])).size).toBe(3);

    // The tracker tells the other side of each announce.
    const ids = new Map(
      events.flatMap((event) => (event?.type === 'peer-started' ? [[event.peer, event.peerId]] : [])),
    );
    const served = events.flatMap((event) =>
      event?.type === 'announce-served' && event.peer === 'tracker' ? [`${event.remote} ${event.event}`] : [],
    );
    const announced = events.flatMap((event) =>
      event?.type === 'announced' ? [`${ids.get(event.peer)} ${event.event}`] : [],
    );
    expect(served.toSorted()).toEqual(announced.toSorted());
    expect(served.length).toBeGreaterThanOrEqual(6);
  });

  test("shares the user's folder without touching it, and answers in JSON", async () => {
    const dir = temporaryFolder();
    const music = join(dir, 'music');
    mkdirSync(join(music, 'deep', 'er'), { recursive: true });
    writeFileSync(join(music, 'a.flac'), Buffer.alloc(300_000, 'a'));
    writeFileSync(join(music, 'deep', 'b.flac'), Buffer.alloc(70_001, 'b'));
    writeFileSync(join(music, 'deep', 'er', 'nothing'), '');
    const before = readdirSync(music, { recursive: true }).sort();
    const changed = statSync(join(music, 'a.flac')).mtimeMs;
    const out = join(dir, 'run');

    const flags = ['--file', music, '--seeds', '2', '--leeches', '2', '--addresses', 'shared', '--keep', '--json'];
    const { status, stdout } = await run(['swarm', ...flags, '--out', out]);
    expect(status).toBe(0);
    const result: RunSummary = JSON.parse(stdout);
    expect(result).toEqual(summaryIn(out));
    expect(result.content?.files.map(({ path }) => path)).toEqual([
      'music/a.flac',
      'music/deep/b.flac',
      'music/deep/er/nothing',
    ]);

    expect(readdirSync(music, { recursive: true }).sort()).toEqual(before);
    expect(statSync(join(music, 'a.flac')).mtimeMs).toBe(changed);
    for (const { path, sha256: sum } of result.content?.files ?? []) {
      expect(sha256(join(dir, path))).toBe(sum);
      expect(sha256(join(out, 'content', 'leech-2', path))).toBe(sum);
    }
  });
});

describe('a swarm that goes wrong', () => {
  test('ends soon when a peer is killed, and names it', async () => {
    const out = join(temporaryFolder(), 'run');
    const swarm = start(['swarm', '--leeches', '2', '--size', '8MiB', '--upload', '64KiB/s', '--out', out]);
    await swarm.says(/^downloading: .* [1-9]\d*%/m);
    process.kill(await swarm.processOf('leech-2'), 'SIGKILL');
    const { status, stderr } = await swarm.ends();
    expect([status, stderr]).toEqual([1, expect.stringContaining('leech-2 has ended unexpectedly: killed by SIGKILL')]);
    await swarm.nothingLeft(0);
    expect(summaryIn(out)).toMatchObject({ outcome: 'failed', figures: { lastCompletion: null } });
    expect(readdirSync(out)).not.toContain('content');
  });

  test('is not verified when a byte of one copy is another, whatever the peers say', async () => {
    const out = join(temporaryFolder(), 'run');
    // So slow that the second one has little when it is held back: what it asked of the first would not come any more.
    const swarm = start(['swarm', '--leeches', '2', '--size', '2MiB', '--upload', '1MiB/s', '--out', out]);
    await swarm.says(/^downloading/m);
    // Held back, so that the other one is complete while the run still goes on.
    const late = await swarm.processOf('leech-2');
    process.kill(late, 'SIGSTOP');
    // The file is there before its peer has told that it is complete; stopped between the two it never would.
    await waitUntil(() => (hasCompleted(out, 'leech-1') ? undefined : `leech-1 is not complete\n${swarm.stderr}`));
    // A peer that runs would notice the change and repair it.
    const early = await swarm.processOf('leech-1');
    process.kill(early, 'SIGSTOP');
    const file = openSync(join(out, 'content', 'leech-1', 'generated-2MiB-1.bin'), 'r+');
    writeSync(file, '!', 1_000_000);
    closeSync(file);
    process.kill(late, 'SIGCONT');
    const { status, stdout, stderr } = await swarm.ends();
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('leech-1: generated-2MiB-1.bin differs from the source'),
    ]);
    expect(stdout).toMatch(/^leech-1 .*differs: generated-2MiB-1\.bin$/m);
    expect(stdout).toMatch(/^leech-2 .*equal$/m);
    expect(stdout).not.toContain('verified:');
    expect(summaryIn(out)).toMatchObject({ outcome: 'failed' });
  });

  test('ends when nothing comes forward any more, also if a peer does not even hear SIGTERM', async () => {
    const out = join(temporaryFolder(), 'run');
    const flags = [
      '--leeches',
      '2',
      '--size',
      '4MiB',
      '--upload',
      '256KiB/s',
      '--stall-after',
      '1s',
      '--piece-length',
      '16KiB',
    ];
    const swarm = start(['swarm', ...flags, '--out', out]);
    await swarm.says(/^downloading: .* [1-9]\d*%/m);
    for (const name of ['seed-1', 'leech-1', 'leech-2']) process.kill(await swarm.processOf(name), 'SIGSTOP');
    const { status, stderr } = await swarm.ends();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^seedbed: no progress for 1s: leech-1 \(\d+ pieces\), /m),
    ]);
    await swarm.nothingLeft(0);
  });

  test('is refused before anything starts when its files have no room', async () => {
    const out = join(temporaryFolder(), 'run');
    const { status, stderr } = await run(['swarm', '--size', '900TiB', '--out', out]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/the source and its copies need 8100TiB and .* free; take less with --size or --leeches/);
  });

  test.each<[string, (dir: string) => string[], RegExp]>([
    [
      'with a file that is not there',
      (dir) => ['--file', join(dir, 'nothing')],
      /^seedbed: there is no file or folder .*nothing$/m,
    ],
    [
      'with a folder for the run that is not empty',
      (dir) => ['--out', dir],
      /is not empty; name a new folder with --out\n$/,
    ],
    ['with a file for the folder of the run', (dir) => ['--out', join(dir, 'file')], /can't be used for the run/],
  ])('%s', async (_, flags, words) => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'file'), 'x');
    const { status, stdout, stderr } = await run(['swarm', ...flags(dir)], { cwd: dir });
    expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([1, '', 1]);
    expect(stderr).toMatch(words);
    expect(readdirSync(dir)).toEqual(['file']);
  });
});
