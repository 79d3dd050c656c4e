import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const scenarioOf = (text: string): Scenario => {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
};

const problemsOf = (text: string): string[] => {
  const parsed = parseScenario(text);
  if (parsed.ok) return [];
  return parsed.problems.map(({ line, column, field, problem }) => `${line}:${column} ${field}: ${problem}`);
};

const LEAST = `peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 3 }
`;

describe('a scenario that says little', () => {
  it('gets a default for everything else', () => {
    expect(scenarioOf(LEAST)).toMatchObject({
      seedValue: 1,
      content: { size: 64 * 1024 * 1024, files: 1 },
      tracker: { interval: 30_000, udp: false },
      defaults: { link: { upload: Number.POSITIVE_INFINITY, latency: 0, jitter: 0, loss: 0 } },
      timeline: [],
      expect: [{ kind: 'all-complete' }, { kind: 'no-orphan' }],
      repetitions: 1,
    });
    expect(scenarioOf(LEAST).peers[0]).toMatchObject({
      count: 1,
      client: 'seedbed',
      storage: 'file',
      arrival: { kind: 'at-once' },
      departure: { kind: 'never' },
    });
  });
});

describe('values with their units', () => {
  it('are bytes, bytes per second and ms afterwards', () => {
    const scenario = scenarioOf(`
content: { size: 1.5MiB, pieceLength: 64KiB, files: 3 }
defaults: { link: { download: 8MiB/s, latency: 20ms, jitter: 5ms, loss: 0.01 } }
peers:
  - name: seed
    role: seed
    link: { upload: 1MiB/s }
    departure: { when: { ratio: 1.2 }, after: 5s, how: killed, probability: 0.5 }
  - { name: early, role: leech, arrival: { poisson: { rate: 30/min } } }
  - { name: crowd, role: leech, count: 9, delay: 1m, arrival: { flashCrowd: { peak: 5/s, halfLife: 20s } } }
  - { name: late, role: leech, count: 2, arrival: { times: [1s, 2500ms] }, departure: { when: { time: 1m } } }
`);
    expect(scenario.content).toEqual({ size: 1_572_864, pieceLength: 65_536, files: 3 });
    expect(scenario.defaults.link).toMatchObject({ download: 8_388_608, latency: 20, jitter: 5, loss: 0.01 });
    expect(scenario.peers.map(({ arrival }) => arrival)).toEqual([
      { kind: 'at-once' },
      { kind: 'poisson', rate: 0.5 },
      { kind: 'flash-crowd', peak: 5, halfLife: 20_000 },
      { kind: 'times', times: [1_000, 2_500] },
    ]);
    expect(scenario.peers[0]).toMatchObject({
      link: { upload: 1_048_576 },
      departure: { kind: 'leaves', when: { kind: 'ratio', ratio: 1.2 }, after: 5_000, how: 'killed', probability: 0.5 },
    });
  });
});

describe('the timeline', () => {
  it('names peers, groups, some of a group, and sides', () => {
    const { timeline } = scenarioOf(`${LEAST}timeline:
  - { at: 1s, kill: leech-2 }
  - { at: 2s, pause: [leech, seed], for: 10s }
  - { at: 3s, restart: { group: leech, count: 2 } }
  - { at: 4s, link: leech-1, to: { upload: 64KiB/s } }
  - { at: 5s, partition: [[seed, leech-1], leech-2] }
  - { at: 6s, heal: true }
  - { at: 7s, tracker: { fault: 'delay:5s' }, for: 3s }
`);
    expect(timeline.map(({ action }) => action)).toEqual([
      { kind: 'kill', targets: ['leech-2'] },
      { kind: 'pause', targets: ['leech', 'seed'] },
      { kind: 'restart', targets: [{ group: 'leech', count: 2 }] },
      { kind: 'link', targets: ['leech-1'], to: { upload: 65_536 } },
      { kind: 'partition', sides: [['seed', 'leech-1'], ['leech-2']] },
      { kind: 'heal' },
      { kind: 'tracker', state: { fault: 'delay:5s' } },
    ]);
    expect(timeline[1]?.for).toBe(10_000);
  });
});

describe('a mistake', () => {
  it.each([
    ['an empty file', '', '1:1 : peers is missing: peers is a list of groups'],
    ['no YAML', 'peers: [', '1:9 : Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['an unknown key', `${LEAST}timelin: []`, '4:1 timelin: timelin is unknown; did you mean timeline?'],
    [
      'an unknown key deep inside',
      'peers:\n  - { name: a, role: leech, link: { uplod: 1 } }',
      '2:37 peers[0].link.uplod: uplod is unknown; did you mean upload?',
    ],
    ['a unit', `${LEAST}content: { size: 32MB }`, "4:12 content.size: '32MB' is not a size; did you mean 32MiB?"],
    [
      'a value inside a form',
      'peers:\n  - { name: a, role: leech, arrival: { poisson: { rate: 2 } } }',
      '2:51 peers[0].arrival.poisson.rate: a frequency is text like 2/s or 30/min',
    ],
    ['a missing key', 'peers:\n  - { name: a }', '2:5 peers[0]: role is missing: a role is seed or leech'],
    ['no leech', 'peers:\n  - { name: a, role: seed }', '1:1 peers: a swarm has a leech at least'],
    [
      'a name twice',
      'peers:\n  - { name: a, role: leech }\n  - { name: a, role: seed }',
      '3:7 peers[1].name: another group is called a already',
    ],
    [
      'a peer that is not there',
      `${LEAST}timeline:\n  - { at: 1s, kill: leech-4 }`,
      '5:15 timeline[0].kill: leech has the peers leech-1 to leech-3',
    ],
    [
      'a group that is not there',
      `${LEAST}timeline:\n  - { at: 1s, kill: { group: leach, count: 1 } }`,
      '5:15 timeline[0].kill: there is no group leach; did you mean leech?',
    ],
    [
      'two things at once',
      `${LEAST}timeline:\n  - { at: 1s, kill: leech-1, pause: leech-2 }`,
      '5:5 timeline[0]: it names kill and pause; an entry has one of',
    ],
    [
      'for, where nothing can be undone',
      `${LEAST}timeline:\n  - { at: 1s, kill: leech-1, for: 1s }`,
      '5:5 timeline[0]: only pause, diskFull, partition, link, tracker are undone after a time (for)',
    ],
    ['an expectation', `${LEAST}expect: [last/bnd <= 1.2]`, "4:10 expect[0]: 'last/bnd <= 1.2' is not an expectation"],
    [
      'times that do not fit',
      'peers:\n  - { name: a, role: leech, count: 3, arrival: { times: [1s] } }',
      '2:39 peers[0].arrival: 1 times for 3 peers; each peer has one',
    ],
    ['a network', `network: lan\n${LEAST}`, '1:1 network: a network is loopback or namespaces'],
    [
      'a policy of ours for a client of others',
      'peers:\n  - { name: a, role: leech, client: aria2, slots: 3 }',
      "2:44 peers[0].slots: aria2 can't be told; it is for client: seedbed",
    ],
    [
      'a client of others that keeps its content in memory',
      'peers:\n  - { name: a, role: leech, client: aria2, storage: memory }',
      '2:44 peers[0].storage: aria2 keeps its content in files: storage: file',
    ],
    [
      'a client of others on loopback',
      'network: loopback\npeers:\n  - { name: a, role: leech, client: aria2 }',
      '3:29 peers[0].client: aria2 gets its link from the kernel, which takes network: namespaces',
    ],
    [
      'a fault that only ours can have',
      'peers:\n  - { name: a, role: leech, client: aria2 }\ntimeline: [{ at: 1s, corrupt: a-1 }]',
      "3:22 timeline[0].corrupt: a is aria2, to which it can't be done",
    ],
  ])('names its line, its field and what would be right: %s', (_, text, problem) => {
    expect(problemsOf(text)[0]).toContain(problem);
  });

  it('does not hide the others', () => {
    expect(problemsOf('peers:\n  - { name: A, role: x, count: 0 }')).toHaveLength(3);
  });
});

it('no text makes it fail otherwise', () => {
  const word = fc.constantFrom(
    'peers',
    ':',
    ' ',
    '\n',
    '-',
    '{',
    '}',
    '[',
    'name',
    'role',
    '&a',
    '*a',
    '<<',
    '1s',
    '!!js',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      ),
      (text) => {
        const parsed = parseScenario(text);
        if (!parsed.ok) for (const { line } of parsed.problems) expect(line).toBeGreaterThan(0);
      },
    ),
  );
});
