import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RepeatedSummary } from '@seedbed/swarm';
import { describe, expect, test } from 'vitest';
import { deedsIn, runScenarioText, startScenario } from './harness/scenario-run.ts';
import { run } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

/** Eight seconds of one uplink, so that there is time for something to happen to it. */
const SLOW = `
content: { size: 2MiB, pieceLength: 64KiB }
defaults: { link: { upload: 512KiB/s } }
`;
const PEERS = `
peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 3 }
`;

describe('what happens to a swarm', () => {
  test('a seed leaves when it has sent so much, and the leeches go on without it', async () => {
    const { status, summary, events, stderr } = await runScenarioText(`
content: { size: 2MiB, pieceLength: 64KiB }
peers:
  - { name: seed, role: seed, link: { upload: 1MiB/s }, departure: { when: { ratio: 1.3 } } }
  - { name: leech, role: leech, count: 4, link: { upload: 256KiB/s } }
`);
    expect([status, stderr.split('\n').filter((line) => line.startsWith('seedbed:'))]).toEqual([0, []]);
    expect(deedsIn(events)).toEqual(['stop seed-1']);
    const seed = summary.peers.find(({ name }) => name === 'seed-1');
    const last = summary.figures?.lastCompletion ?? 0;
    expect(seed?.leftAt).toBeLessThan(last);
    expect(seed?.sent).toBeLessThan(2 * 2_097_152);
    expect(summary.figures?.bound).toEqual({ applies: false, why: 'peers leave' });
  });

  test('a leech is killed, comes again from what it has, and completes', async () => {
    const { status, summary, events } = await runScenarioText(`${SLOW}${PEERS}
timeline:
  - { at: 1500ms, kill: leech-2 }
  - { at: 2500ms, restart: leech-2 }
`);
    expect(status).toBe(0);
    expect(deedsIn(events)).toEqual(['kill leech-2', 'restart leech-2']);
    const own = events.filter(({ peer }) => peer === 'leech-2');
    const starts = own.flatMap((event) => (event.type === 'peer-started' ? [event.have] : []));
    expect(starts).toHaveLength(2);
    const verified = own.flatMap((event) => (event.type === 'piece' ? [event.piece] : []));
    // Nothing that it had was fetched again.
    expect(new Set(verified).size).toBe(verified.length);
    expect(starts[1]).toBeGreaterThan(0);
    expect(summary.peers.every(({ role, verified: isEqual }) => role === 'seed' || isEqual === true)).toBe(true);
  });

  test('a leech that is killed for good is not waited for', async () => {
    const { status, summary } = await runScenarioText(`${SLOW}${PEERS}
timeline: [{ at: 1s, kill: leech-2 }]
expect: [completed = 2, no orphan]
`);
    expect(status).toBe(0);
    expect(summary.peers.map(({ completedAt }) => completedAt !== null)).toEqual([false, true, false, true]);
  });

  test('a swarm without its seed comes to a stop, which is the end for who expects no completion', async () => {
    const stuck = `${SLOW}${PEERS}
timeline: [{ at: 500ms, kill: seed-1 }]
`;
    const flags = ['--stall-after', '1s'];
    const expected = await runScenarioText(`${stuck}expect: [completed = 0, no orphan]\n`, ...flags);
    expect([expected.status, expected.summary.outcome, expected.summary.reason]).toEqual([0, 'verified', null]);
    const failed = await runScenarioText(`${stuck}expect: [all complete]\n`, ...flags);
    expect([failed.status, failed.summary.outcome]).toEqual([1, 'failed']);
    expect(failed.summary.reason).toContain('no progress for');
  });

  test('a leech stands still for a while', async () => {
    const { status, events } = await runScenarioText(`${SLOW}${PEERS}
timeline: [{ at: 1s, pause: leech-1, for: 1500ms }]
`);
    expect(status).toBe(0);
    expect(deedsIn(events)).toEqual(['pause leech-1', 'resume leech-1']);
    const [paused = 0, resumed = 0] = events.filter(({ type }) => type === 'run-action').map(({ t }) => t);
    // A busy machine stops a process some time after the signal was sent: the second half of the pause is still.
    const still = (paused + resumed) / 2;
    const meanwhile = events.filter(({ peer, t }) => peer === 'leech-1' && t > still && t < resumed);
    expect(meanwhile).toEqual([]);
  });

  test.each([
    ['stop', 'completed = 2'],
    ['restart', 'all complete'],
  ])('a leech that stands still hears the word of a %s', async (action, expectation) => {
    const { status, events } = await runScenarioText(`${SLOW}${PEERS}
timeline: [{ at: 1s, pause: leech-1 }, { at: 2s, ${action}: leech-1 }]
expect: [${expectation}]
`);
    expect([status, deedsIn(events)]).toEqual([0, ['pause leech-1', `${action} leech-1`]]);
    const own = events.filter(({ peer, type }) => peer === 'leech-1' && /^peer-st/.test(type)).map(({ type }) => type);
    expect(own.slice(0, 2)).toEqual(['peer-started', 'peer-stopped']);
  });

  test('a leech that stands still leaves when its time has come', async () => {
    const { status, events } = await runScenarioText(`${SLOW}
peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 2 }
  - { name: guest, role: leech, departure: { when: { time: 2s } } }
timeline: [{ at: 1s, pause: guest-1 }]
expect: [completed = 2]
`);
    expect([status, deedsIn(events)]).toEqual([0, ['pause guest-1', 'stop guest-1']]);
    expect(events.some(({ peer, type }) => peer === 'guest-1' && type === 'peer-stopped')).toBe(true);
  });

  test('a network falls apart and comes together again', async () => {
    const { status, events, summary } = await runScenarioText(`${SLOW}
peers:
  - { name: seed, role: seed }
  - { name: near, role: leech }
  - { name: far, role: leech, count: 2 }
timeline: [{ at: 500ms, partition: [[seed, near], far], for: 9s }]
`);
    expect(status).toBe(0);
    expect(deedsIn(events)).toEqual(['partition seed-1 near-1 far-1 far-2', 'heal']);
    const [near, ...far] = summary.peers.filter(({ role }) => role === 'leech').map(({ completedAt }) => completedAt);
    expect(near).toBeLessThan(9_500);
    for (const completedAt of far) expect(completedAt).toBeGreaterThan(9_500);
  });

  test('a link becomes narrow, and wide again', async () => {
    const { status, events, summary } = await runScenarioText(`${SLOW}
peers: [{ name: seed, role: seed }, { name: leech, role: leech }]
timeline: [{ at: 1s, link: seed-1, to: { upload: 8KiB/s }, for: 4s }]
`);
    expect(status).toBe(0);
    const deeds = events.flatMap((event) => (event.type === 'run-action' ? [event.detail] : []));
    expect(deeds).toEqual(['upload 8KiB/s', 'as planned']);
    // 2 MiB at 512 KiB/s take 4 s; for 4 s next to nothing of it came.
    expect(summary.figures?.lastCompletion).toBeGreaterThan(7_000);
    expect(summary.figures?.bound).toEqual({ applies: false, why: 'links change' });
  });

  test('a tracker goes away, and who comes meanwhile finds it when it is back', async () => {
    const { status, events } = await runScenarioText(`${SLOW}
tracker: { interval: 2s }
peers:
  - { name: seed, role: seed }
  - { name: early, role: leech }
  - { name: late, role: leech, delay: 1500ms }
timeline: [{ at: 500ms, tracker: down, for: 3s }]
`);
    expect(status).toBe(0);
    expect(deedsIn(events)).toEqual(['tracker', 'tracker']);
    const late = events.filter(({ peer }) => peer === 'late-1').map(({ type }) => type);
    expect(late.indexOf('announce-failed')).toBeGreaterThan(0);
    expect(late.indexOf('announced')).toBeGreaterThan(late.indexOf('announce-failed'));
  });

  test('a tracker answers with a fault', async () => {
    const { status, events } = await runScenarioText(`${SLOW}
peers: [{ name: seed, role: seed }, { name: leech, role: leech }, { name: late, role: leech, delay: 1s }]
timeline: [{ at: 200ms, tracker: { fault: 'failure:not today' }, for: 3s }]
tracker: { interval: 1s }
`);
    expect(status).toBe(0);
    const reasons = events.flatMap((event) =>
      event.type === 'announce-failed' && event.peer === 'late-1' ? [event.reason] : [],
    );
    expect(reasons[0]).toContain('not today');
  });

  test('a disk is full for a while', async () => {
    const { status, events } = await runScenarioText(`${SLOW}${PEERS}
timeline: [{ at: 1s, diskFull: leech-1, for: 2s }]
`);
    expect(status).toBe(0);
    expect(deedsIn(events)).toEqual(['diskFull leech-1', 'diskRoom leech-1']);
    expect(events.some((event) => event.peer === 'leech-1' && event.type === 'fault')).toBe(true);
  });

  test('a seed sends what is wrong, and nobody keeps it', async () => {
    const { status, events, summary } = await runScenarioText(`${SLOW}
peers:
  - { name: seed, role: seed }
  - { name: poisoner, role: seed }
  - { name: leech, role: leech, count: 2 }
timeline: [{ at: 500ms, corrupt: poisoner }]
`);
    expect(status).toBe(0);
    expect(events.some(({ type }) => type === 'piece-corrupt')).toBe(true);
    expect(summary.peers.flatMap(({ role, verified }) => (role === 'leech' ? [verified] : []))).toEqual([true, true]);
  });

  test('peers come one after another, and leave when they are complete', async () => {
    const { status, summary, events } = await runScenarioText(`
content: { size: 1MiB, pieceLength: 64KiB, files: 3 }
defaults: { link: { upload: 1MiB/s, latency: 5ms } }
peers:
  - { name: seed, role: seed }
  - name: leech
    role: leech
    count: 3
    arrival: { times: [0s, 1s, 2s] }
    departure: { when: complete, after: 200ms }
`);
    expect(status).toBe(0);
    expect(summary.content?.files.map(({ path }) => path.split('/').at(-1))).toEqual([
      'file-1.bin',
      'file-2.bin',
      'file-3.bin',
    ]);
    const leeches = summary.peers.filter(({ role }) => role === 'leech');
    for (const [index, { startedAt }] of leeches.entries()) expect(startedAt).toBeGreaterThanOrEqual(index * 1_000);
    expect(deedsIn(events).slice(0, 2)).toEqual(['stop leech-1', 'stop leech-2']);
  });

  test('content lies in memory, or nowhere at all', async () => {
    const { status, summary } = await runScenarioText(`
content: { size: 1MiB, pieceLength: 64KiB }
peers:
  - { name: seed, role: seed, storage: synthetic }
  - { name: memory, role: leech, storage: memory }
  - { name: nowhere, role: leech, storage: synthetic }
`);
    expect(status).toBe(0);
    expect(summary.peers.map(({ verified }) => verified)).toEqual([null, true, true]);
  });
});

describe('the answer of a run', () => {
  const quick = `
content: { size: 256KiB, pieceLength: 64KiB }
peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 2 }]
`;

  test('is 1 where an expectation was missed, and says by how much', async () => {
    const dir = temporaryFolder();
    const junit = join(dir, 'junit.xml');
    const { status, stderr, summary } = await runScenarioText(
      `${quick}expect: [all complete, completed >= 3]\n`,
      '--junit',
      junit,
    );
    expect([status, summary.outcome]).toEqual([1, 'verified']);
    expect(stderr).toMatch(/^seedbed: expected completed >= 3, but completed is 2$/m);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toContain('tests="3" failures="1"');
    expect(xml).toContain('name="completed &gt;= 3"><failure message="completed is 2"/>');
  });

  test('as JUnit XML has a folder, or nothing starts', async () => {
    const dir = temporaryFolder();
    const out = join(dir, 'run');
    const junit = join(dir, 'missing', 'junit.xml');
    const { status, stderr } = await run(['swarm', '--size', '64KiB', '--out', out, '--junit', junit]);
    expect([status, stderr]).toEqual([
      1,
      `seedbed: --junit: ${junit} can't be written: there is no folder ${join(dir, 'missing')}\n`,
    ]);
    expect(existsSync(out)).toBe(false);
  });

  test('is told before the JUnit XML that can not be written after all', async () => {
    const out = join(temporaryFolder(), 'run');
    // By then it is a folder.
    const flags = ['--size', '64KiB', '--leeches', '1', '--keep', '--out', out, '--junit', join(out, 'content')];
    const { status, stdout, stderr } = await run(['swarm', ...flags]);
    expect(status).toBe(1);
    expect(stdout).toContain(`run's folder: ${out}`);
    expect(stderr).toMatch(/content can't be written: /);
  });

  test('of several runs is their medians', async () => {
    const dir = temporaryFolder();
    const file = join(dir, 'twice.yaml');
    const out = join(dir, 'run');
    writeFileSync(file, `${quick}repetitions: 2\nexpect: [all complete, last completion < 60s]\n`);
    const { status, stdout } = await run(['swarm', file, '--out', out, '--json']);
    expect(status).toBe(0);
    const summary: RepeatedSummary = JSON.parse(stdout);
    expect(summary.runs.map(({ folder }) => folder)).toEqual([join(out, '1'), join(out, '2')]);
    expect(summary.scenario).toMatchObject({ name: 'twice', repetition: null });
    expect(summary.verdicts.map(({ held }) => held)).toEqual([true, true]);
    const left = (): string[] => ['summary.json', 'report.html'].map((name) => readFileSync(join(out, name), 'utf8'));
    const [written = '', page] = left();
    expect(JSON.parse(written)).toEqual(summary);
    expect(page).toContain('Expectations of all runs');
    // Made anew it is the same.
    const again = await run(['report', out]);
    expect([again.status, again.stdout]).toEqual([0, `report: ${join(out, 'report.html')}\n`]);
    expect(left()).toEqual([written, page]);
  });

  test('has the same timeline for the same scenario and seed value, byte for byte', async () => {
    const text = `
content: { size: 64KiB, pieceLength: 16KiB }
peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 4, arrival: { poisson: { rate: 20/s } } }
timeline: [{ at: 1h, kill: { group: leech, count: 2 } }]
`;
    const runs = [];
    for (const seedValue of ['7', '7', '8']) runs.push(await runScenarioText(text, '--seed-value', seedValue));
    const [first, second, other] = runs.map(({ timeline }) => timeline);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
  });

  test('comes when the time that the scenario gives it is over', async () => {
    const { status, stderr, summary } = await runScenarioText(`duration: 1s\n${SLOW}${PEERS}`);
    expect([status, summary.outcome]).toEqual([1, 'failed']);
    expect(stderr).toMatch(/^seedbed: given up after 1s: leech-1 \(\d+ pieces\), .* not complete; 0 of 3 leeches/m);
  });

  test('is what was seen until Ctrl-C', async () => {
    const { swarm, ends } = startScenario(`${SLOW}${PEERS}timeline: [{ at: 500ms, pause: leech-1 }]\n`);
    await swarm.says(/^downloading: .* [1-9]\d*%/m);
    swarm.signal('SIGINT');
    const { status, summary, events } = await ends();
    expect([status, summary.outcome]).toEqual([130, 'interrupted']);
    expect(summary.peers).toHaveLength(4);
    expect(events.some(({ type }) => type === 'peer-stopped')).toBe(true);
  });

  test('is that of nobody when the launcher is killed, and nothing is left running', async () => {
    const { swarm, out } = startScenario(`${SLOW}${PEERS}timeline: [{ at: 500ms, tracker: down, for: 1s }]\n`);
    await swarm.says(/^downloading: .* [1-9]\d*%/m);
    swarm.signal('SIGKILL');
    expect(await swarm.ends()).toMatchObject({ status: 'SIGKILL' });
    await swarm.nothingLeft(6_000);
    expect(existsSync(join(out, 'summary.json'))).toBe(false);
  });
});

describe('a scenario is refused before anything starts', () => {
  test.each<[string, string, RegExp]>([
    [
      'with mistakes, each with its line',
      'peers:\n  - { name: seed, role: seeed }\n  - { name: leech, role: leech, cuont: 2 }\n',
      /scenario\.yaml:2:\d+: peers\[0\]\.role: .*\n.*scenario\.yaml:3:\d+: peers\[1\]\.cuont: .*did you mean count\?/,
    ],
    [
      'with more memory than there is',
      'content: { size: 1TiB }\npeers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 9, storage: memory }]\n',
      /^seedbed: the run needs some 9TiB of memory and .* are free; fewer peers are enough, or storage: synthetic$/m,
    ],
    [
      'with more on disk than there is room for',
      'content: { size: 900TiB }\npeers: [{ name: seed, role: seed }, { name: leech, role: leech }]\n',
      /^seedbed: the source and its copies need 1800TiB and the disk of .* has .* free/m,
    ],
    [
      'with made-up content where it is not made up',
      'content: { path: scenario.yaml }\npeers: [{ name: seed, role: seed }, { name: leech, role: leech, storage: synthetic }]\n',
      /^seedbed: leech-1: synthetic content is made up, and .*scenario\.yaml is not/m,
    ],
  ])('%s', async (_, text, words) => {
    const { swarm, out } = startScenario(text);
    const { status, stdout, stderr } = await swarm.ends();
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(words);
    expect(existsSync(out)).toBe(false);
  });

  test('that is not there, with the nearest one that is', async () => {
    const { status, stderr } = await run(['swarm', 'baselin']);
    expect([status, stderr]).toEqual([
      1,
      'seedbed: there is no file baselin, and no scenario of that name; did you mean baseline?\n',
    ]);
  });

  test('together with flags that describe a swarm', async () => {
    const { status, stderr } = await run(['swarm', 'baseline', '--leeches', '3']);
    expect(status).toBe(2);
    expect(stderr).toContain('--leeches: a scenario describes the swarm in its file, so change it there');
  });
});
