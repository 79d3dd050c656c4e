import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWhole, webtorrentInstallation } from '@seedbed/swarm/webtorrent-installation';
import { describe, expect, test } from 'vitest';
import { deedsIn, runScenarioText, startScenario } from './harness/scenario-run.ts';
import { ROOT, type RunOptions, startProgram } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

/** Why there can be no namespaces here; undefined where there can. */
const obstacle = (): string | undefined => {
  const { status, error, stderr } = spawnSync('unshare', ['--net', 'tc', '-V'], { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
};
const missing = obstacle();
const isInstalled = (file: string, ...args: readonly string[]): boolean => spawnSync(file, args).status === 0;

const SLOW = `
network: namespaces
content: { size: 2MiB, pieceLength: 64KiB }
defaults: { link: { upload: 512KiB/s } }
`;

describe.skipIf(missing !== undefined)(`a network namespace for each peer (${missing ?? 'there are some'})`, () => {
  test('carries a swarm of ours, whose uplinks the kernel shapes', async () => {
    const { status, summary, events } = await runScenarioText(`${SLOW}
peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 3 }
timeline: [{ at: 1s, tracker: { fault: 'failure:not today' }, for: 1s }]
`);
    expect([status, summary.reason]).toEqual([0, null]);
    const addresses = events.flatMap((event) => (event.type === 'peer-started' ? [event.address] : []));
    expect(addresses.map((address) => address.split(':')[0]).toSorted()).toEqual([
      '198.18.1.1',
      '198.18.1.2',
      '198.18.1.3',
      '198.18.1.4',
    ]);
    // 2 MiB do not leave a seed of 512 KiB/s in less than 4 s.
    expect(summary.figures?.overBound).toBeGreaterThan(1);
    expect(summary.figures?.completed).toBe(3);
  });

  const clients = [
    ['transmission', isInstalled('transmission-daemon', '--version')],
    ['aria2', isInstalled('aria2c', '--version')],
    ['libtorrent', isInstalled('/usr/bin/python3', '-c', 'import libtorrent')],
    ['webtorrent', isWhole(webtorrentInstallation())],
  ] as const;

  for (const [client, isThere] of clients) {
    test.skipIf(!isThere)(
      `has ${client} for a leech, and tells what it can of it${isThere ? '' : ' (not installed)'}`,
      async () => {
        const { status, summary, events } = await runScenarioText(`${SLOW}
peers:
  - { name: seed, role: seed }
  - { name: ours, role: leech }
  - { name: theirs, role: leech, client: ${client} }
`);
        expect([status, summary.reason]).toEqual([0, null]);
        const theirs = summary.peers.find(({ name }) => name === 'theirs-1');
        expect(theirs).toMatchObject({ client, verified: true, completedAt: expect.any(Number) });
        // All of it came from ours, who say so.
        expect(theirs?.received).toBeGreaterThanOrEqual(2_097_152);
        const pieces = events.flatMap((event) =>
          event.type === 'piece' && event.peer === 'theirs-1' ? [event.piece] : [],
        );
        expect(pieces.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, piece) => piece));
      },
    );
  }

  test.skipIf(!isInstalled('aria2c', '--version'))('has a seed of others, which is paused and cut off', async () => {
    const { status, summary, events } = await runScenarioText(`${SLOW}
peers:
  - { name: seed, role: seed, client: aria2 }
  - { name: leech, role: leech, count: 2 }
timeline:
  - { at: 1s, pause: seed, for: 2s }
  - { at: 4s, partition: [seed, leech], for: 2s }
`);
    expect([status, summary.reason]).toEqual([0, null]);
    expect(deedsIn(events)).toEqual(['pause seed-1', 'resume seed-1', 'partition seed-1 leech-1 leech-2', 'heal']);
    // 4 s of its uplink, and 4 s in which nobody heard of it.
    expect(summary.figures?.lastCompletion).toBeGreaterThan(7_000);
  });

  test('has links that change', async () => {
    const { status, summary } = await runScenarioText(`${SLOW}
peers: [{ name: seed, role: seed }, { name: leech, role: leech }]
timeline: [{ at: 1s, link: seed-1, to: { upload: 8KiB/s }, for: 4s }]
`);
    expect([status, summary.reason]).toEqual([0, null]);
    expect(summary.figures?.lastCompletion).toBeGreaterThan(7_000);
  });

  test('is gone with a launcher that is killed, and so is everything in it', async () => {
    const { swarm } = startScenario(`${SLOW}
peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech }
  - { name: theirs, role: leech${isInstalled('aria2c', '--version') ? ', client: aria2' : ''} }
`);
    await swarm.says(/^downloading: .* [1-9]\d*%/m);
    swarm.signal('SIGKILL');
    await swarm.ends();
    await swarm.nothingLeft(6_000);
    const { stdout } = spawnSync('ip', ['-br', 'link'], { encoding: 'utf8' });
    expect(stdout).not.toMatch(/^(swarm|port\d)/m);
  });
});

describe('a run in namespaces is refused before anything starts', () => {
  const mixed = 'peers: [{ name: seed, role: seed }, { name: theirs, role: leech, client: aria2 }]\n';

  const refusal = async (
    text: string,
    before: readonly string[] = [],
    options: RunOptions = {},
  ): Promise<readonly [unknown, string]> => {
    const file = join(temporaryFolder(), 'scenario.yaml');
    writeFileSync(file, text);
    const args = ['swarm', file, '--out', join(temporaryFolder(), 'run')];
    const [program, ...rest] = [...before, process.execPath, join(ROOT, 'packages/cli/bin/seedbed.js'), ...args];
    const { status, stderr } = await startProgram(program ?? '', rest, options).ends();
    return [status, stderr];
  };

  // Root of a namespace of users is no root of the machine to a program that asks who it is.
  const asNobody = ['unshare', '--user', '--map-user=65534'];
  test.skipIf(process.getuid?.() === 0 && missing !== undefined)('without root', async () => {
    const before = process.getuid?.() === 0 ? asNobody : [];
    expect(await refusal(mixed, before)).toEqual([
      1,
      'seedbed: theirs-1 is aria2: network namespaces need root; run it with sudo\n',
    ]);
  });

  test.skipIf(missing !== undefined)('without the client', async () => {
    const nothing = { environment: { XDG_CACHE_HOME: temporaryFolder() } };
    expect(await refusal(mixed.replace('aria2', 'webtorrent'), [], nothing)).toEqual([
      1,
      'seedbed: webtorrent is not installed; npm run install:webtorrent\n',
    ]);
  });

  const hasNetem = spawnSync('unshare', ['--net', 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem']).status === 0;
  test.skipIf(missing !== undefined || hasNetem)('with a latency where the kernel has none to give', async () => {
    const text = `network: namespaces\ndefaults: { link: { latency: 10ms } }\n${mixed.replace(', client: aria2', '')}`;
    expect(await refusal(text)).toEqual([
      1,
      'seedbed: network: namespaces: the kernel has no sch_netem, which delays and loses packets; leave out latency, jitter and loss\n',
    ]);
  });
});
