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
    ['no seed', 'peers:\n  - { name: a, role: leech }', '1:1 peers: a swarm has a seed at least'],
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
      'peers:\n  - { name: a, role: leech, count: 3, arrival: { times: [1s] } }\n  - { name: s, role: seed }',
      '2:39 peers[0].arrival: 1 times for 3 peers; each peer has one',
    ],
    ['a network', `network: lan\n${LEAST}`, '1:1 network: a network is loopback or namespaces'],
    [
      'a policy of ours for a client of others',
      'peers:\n  - { name: a, role: leech, client: aria2, slots: 3 }\n  - { name: s, role: seed }',
      "2:44 peers[0].slots: aria2 can't be told; it is for client: seedbed",
    ],
    [
      'a client of others that keeps its content in memory',
      'peers:\n  - { name: a, role: leech, client: aria2, storage: memory }\n  - { name: s, role: seed }',
      '2:44 peers[0].storage: aria2 keeps its content in files: storage: file',
    ],
    [
      'a client of others on loopback',
      'network: loopback\npeers:\n  - { name: a, role: leech, client: aria2 }\n  - { name: s, role: seed }',
      '3:29 peers[0].client: aria2 gets its link from the kernel, which takes network: namespaces',
    ],
    [
      'a fault that only ours can have',
      'peers:\n  - { name: a, role: leech, client: aria2 }\n  - { name: s, role: seed }\ntimeline: [{ at: 1s, corrupt: a-1 }]',
      "4:22 timeline[0].corrupt: a is aria2, to which it can't be done",
    ],
    [
      'a fault that the tracker does not have',
      `${LEAST}timeline: [{ at: 500ms, tracker: { fault: nonsense } }]`,
      "4:36 timeline[0].tracker.fault: there is no fault 'nonsense'; there are delay:DUR, refuse,",
    ],
    [
      'a fault without what it needs',
      `${LEAST}timeline: [{ at: 500ms, tracker: { fault: delay } }]`,
      "4:36 timeline[0].tracker.fault: 'delay': write delay:DUR",
    ],
    [
      'jitter above the latency of the defaults',
      `${LEAST}  - { name: far, role: leech, link: { jitter: 30ms } }\ndefaults: { link: { latency: 20ms } }`,
      '4:39 peers[2].link.jitter: it makes 30ms of jitter with 20ms of latency; jitter is at most the latency',
    ],
    [
      'a latency below the jitter of the defaults',
      `${LEAST}  - { name: far, role: leech, link: { latency: 5ms } }\ndefaults: { link: { latency: 20ms, jitter: 9ms } }`,
      '4:39 peers[2].link.latency: it makes 9ms of jitter with 5ms of latency',
    ],
    [
      'a change that leaves jitter above latency',
      `${LEAST}timeline: [{ at: 1s, link: leech-2, to: { jitter: 10ms } }]`,
      '4:43 timeline[0].to.jitter: it makes 10ms of jitter with 0ms of latency',
    ],
    [
      'jitter that is too much after an earlier change',
      `${LEAST}timeline:
  - { at: 9s, link: leech-2, to: { jitter: 10ms } }
  - { at: 1s, link: leech, to: { latency: 20ms }, for: 5s }`,
      '5:36 timeline[0].to.jitter: it makes 10ms of jitter with 0ms of latency',
    ],
    [
      'an interval of nothing',
      `${LEAST}tracker: { interval: 0s }`,
      '4:12 tracker.interval: 0s is too little; the least is 1s',
    ],
    [
      'a long interval',
      `${LEAST}tracker: { interval: 1000h }`,
      '4:12 tracker.interval: 1000h is too much; the most is 24h',
    ],
    ['content of nothing', `${LEAST}content: { size: 0 }`, '4:12 content.size: 0 is too little; the least is 1B'],
    [
      'a small piece',
      `${LEAST}content: { pieceLength: 100 }`,
      '4:12 content.pieceLength: 100 is too little; the least is 16KiB',
    ],
    [
      'a piece that is no power of two',
      `${LEAST}content: { path: x, pieceLength: 48KiB }`,
      '4:21 content.pieceLength: 48KiB is not a power of two; did you mean 64KiB?',
    ],
    [
      'a huge piece',
      `${LEAST}content: { pieceLength: 1GiB }`,
      '4:12 content.pieceLength: 1GiB is too much; the most is 512MiB',
    ],
    ['a path of nothing', `${LEAST}content: { path: "" }`, '4:12 content.path: it is empty; a path is expected'],
    ['a run of no time', `duration: 0s\n${LEAST}`, '1:1 duration: 0s is too little; the least is 1ms'],
    [
      'for no time',
      `${LEAST}timeline: [{ at: 1s, pause: leech-1, for: 0s }]`,
      '4:38 timeline[0].for: 0s is too little; the least is 1ms',
    ],
    [
      'a change of nothing',
      `${LEAST}timeline: [{ at: 1s, link: leech-1, to: {} }]`,
      '4:12 timeline[0]: to changes nothing; write what it changes: { upload: 64KiB/s }',
    ],
    [
      'a peer on two sides',
      `${LEAST}timeline: [{ at: 1s, partition: [[seed, leech-1], [leech-2, leech-1]] }]`,
      '4:22 timeline[0].partition: leech-1 stands on two sides; each peer has one',
    ],
    [
      'a peer on one side and its group on another',
      `${LEAST}timeline: [{ at: 1s, partition: [leech-1, [seed, leech]] }]`,
      '4:22 timeline[0].partition: peers of leech stand on two sides; each peer has one',
    ],
    [
      'peers that the lot may put on two sides',
      `${LEAST}timeline: [{ at: 1s, partition: [leech-1, { group: leech, count: 1 }] }]`,
      '4:22 timeline[0].partition: peers of leech that are drawn may stand on two sides; name them',
    ],
    [
      'a number that no peer is called',
      `${LEAST}timeline: [{ at: 1s, kill: leech-01 }]`,
      '4:22 timeline[0].kill: there is no group leech-01; did you mean leech?',
    ],
    [
      'text where keys are expected',
      `${LEAST}tracker: fast`,
      "4:1 tracker: write keys with their values, not 'fast'; known are interval, udp",
    ],
    [
      'a number where peers are named',
      `${LEAST}timeline: [{ at: 1s, kill: 5 }]`,
      '4:22 timeline[0].kill: it is a peer like leech-3',
    ],
    ['a number that is too small', `${LEAST}seedValue: -1`, '4:1 seedValue: it is too little; the least is 0'],
    ['an answer that is neither', `${LEAST}tracker: { udp: yes }`, "4:12 tracker.udp: write true or false, not 'yes'"],
    [
      'expectations that are no list',
      `${LEAST}expect: all complete`,
      '4:1 expect: expectations are a list: [all complete, no orphan]',
    ],
    ['many runs', `${LEAST}repetitions: 1000000`, '4:1 repetitions: it is too much; the most is 1000'],
    ['two documents', `${LEAST}---\n${LEAST}`, '4:1 : a second document begins here; a file holds one scenario'],
    ['deep lists', '['.repeat(20_000), '1:101 : lists and keys lie too deep in each other'],
    ['deep blocks', `peers:\n  ${'- '.repeat(20_000)}`, '2:200 : lists and keys lie too deep in each other'],
    [
      'a sign of other languages',
      `${LEAST}expect: [completed == 2]`,
      "4:10 expect[0]: 'completed == 2' is not an expectation; did you mean completed = 2?",
    ],
    [
      'nearly an expectation',
      `${LEAST}expect: [all completed]`,
      "4:10 expect[0]: 'all completed' is not an expectation; did you mean all complete?",
    ],
    [
      'a timeline that would fill the memory',
      `peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 60000 }
timeline:
${'  - { at: 1s, stop: leech }\n'.repeat(15)}  - { at: 2s, link: leech, to: { upload: 1KiB/s }, for: 1s }
  - { at: 2s, stop: leech }
`,
      '20:15 timeline[15].link: by this entry the timeline has named peers 1020000 times, each peer of a group counted; the most is 1000000: name fewer',
    ],
    [
      'groups that are many',
      `peers:\n${Array.from({ length: 3 }, (_, i) => `  - { name: g${'x'.repeat(i)}, role: leech, count: 50000 }\n`).join('')}  - { name: s, role: seed }`,
      '1:1 peers: 150001 peers in all groups together; the most is 100000',
    ],
  ])('names its line, its field and what would be right: %s', (_, text, problem) => {
    expect(problemsOf(text)[0]).toContain(problem);
  });

  it('is none where one change comes after another, or concerns others', () => {
    const { timeline } = scenarioOf(`${LEAST}timeline:
  - { at: 2s, link: leech-1, to: { jitter: 10ms } }
  - { at: 1s, link: leech, to: { latency: 20ms } }
  - { at: 3s, partition: [[seed, leech-1, leech-1], leech-2, [leech-3]] }
  - { at: 4s, partition: [seed, { group: leech, count: 2 }] }
`);
    expect(timeline).toHaveLength(4);
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
