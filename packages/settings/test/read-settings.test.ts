import { readSettings, type SettingsSources } from '@seedbed/settings';
import { describe, expect, test } from 'vitest';

const table = {
  upload: { kind: 'rate', min: 1, description: '', reason: '' },
  'piece-length': {
    kind: 'size',
    default: '256KiB',
    min: 16_384,
    max: 1_048_576,
    powerOfTwo: true,
    description: '',
    reason: '',
  },
  leeches: { kind: 'count', default: '8', min: 1, description: '', reason: '' },
  fabric: { kind: 'choice', choices: ['processes', 'virtual'], default: 'processes', description: '', reason: '' },
  trace: { kind: 'choice', choices: ['a', 'b'], repeatable: true, description: '', reason: '' },
  announce: { kind: 'text', placeholder: 'URL', repeatable: true, description: '', reason: '' },
  listen: { kind: 'endpoint', default: '0.0.0.0:0', description: '', reason: '' },
  keep: { kind: 'flag', description: '', reason: '' },
} as const;

const read = (sources: Partial<SettingsSources>) => readSettings(table, { flags: {}, environment: {}, ...sources });
const values = (sources: Partial<SettingsSources>) => {
  const result = read(sources);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.values;
};
const problems = (sources: Partial<SettingsSources>) => {
  const result = read(sources);
  return result.ok ? [] : result.problems;
};

test('defaults are read like anything else', () => {
  expect(values({})).toEqual({
    upload: undefined,
    pieceLength: 262_144,
    leeches: 8,
    fabric: 'processes',
    trace: [],
    announce: [],
    listen: { ip: '0.0.0.0', port: 0 },
    keep: false,
  });
});

test('flags win over the environment, which wins over the file', () => {
  const file = { name: 'a.json', content: { upload: '1KiB/s', leeches: 3, keep: true, announce: ['x', 'y'] } };
  const environment = { SEEDBED_UPLOAD: '2KiB/s', SEEDBED_LEECHES: '4', SEEDBED_PIECE_LENGTH: '' };
  expect(values({ flags: { upload: '3KiB/s' }, environment, file })).toMatchObject({
    upload: 3_072,
    leeches: 4,
    keep: true,
    announce: ['x', 'y'],
    pieceLength: 262_144,
  });
});

test('several of a few names may be given apart or with commas', () => {
  expect(values({ flags: { trace: ['a', 'b'] } }).trace).toEqual(['a', 'b']);
  expect(values({ environment: { SEEDBED_TRACE: 'b,a' } }).trace).toEqual(['b', 'a']);
  expect(problems({ flags: { trace: 'a,,trace' } })).toEqual([
    "--trace: '' is not one of a, b",
    "--trace: 'trace' is not one of a, b",
  ]);
  expect(values({ flags: { announce: ['x,y'] } }).announce).toEqual(['x,y']);
});

test('values have their types', () => {
  const typed = values({});
  const rate: number | undefined = typed.upload;
  const size: number = typed.pieceLength;
  const fabric: 'processes' | 'virtual' = typed.fabric;
  const urls: readonly string[] = typed.announce;
  expect([rate, size, fabric, urls, typed.listen.port, typed.keep]).toHaveLength(6);
});

describe('what is wrong gets one line that says what would be right', () => {
  test.each<[string, Partial<SettingsSources>, string]>([
    [
      'a flag that cannot be read',
      { flags: { upload: '1MB/h' } },
      "--upload: '1MB/h' is not a rate; write 512KiB/s, 1MiB/s or plain bytes per second",
    ],
    ['a flag unknown', { flags: { upolad: '1' } }, '--upolad is unknown; did you mean --upload?'],
    ['a flag far from all', { flags: { frobnicate: true } }, '--frobnicate is unknown'],
    ['a letter unknown', { flags: { q: true } }, '-q is unknown'],
    ['a flag given twice', { flags: { leeches: ['1', '2'] } }, '--leeches: given 2 times; once is enough'],
    ['too little', { flags: { leeches: '0' } }, '--leeches: 0 is too little; the least is 1'],
    ['too much', { flags: { 'piece-length': '2MiB' } }, '--piece-length: 2MiB is too much; the most is 1MiB'],
    [
      'no power of two',
      { flags: { 'piece-length': '100000' } },
      '--piece-length: 100000 is not a power of two; did you mean 128KiB?',
    ],
    [
      'a choice unknown',
      { flags: { fabric: 'virtul' } },
      "--fabric: 'virtul' is not one of processes, virtual; did you mean virtual?",
    ],
    ['an empty text', { flags: { announce: [''] } }, '--announce: it is empty; write URL'],
    [
      'a variable that cannot be read',
      { environment: { SEEDBED_LEECHES: 'many' } },
      "SEEDBED_LEECHES: 'many' is not a whole number; write for example 8",
    ],
    [
      'a variable unknown',
      { environment: { SEEDBED_LECHES: '2' } },
      'SEEDBED_LECHES is unknown; did you mean SEEDBED_LEECHES?',
    ],
    [
      'a key of a file unknown',
      { file: { name: 'a.json', content: { piece_length: '1' } } },
      '"piece_length" in a.json is unknown; did you mean piece-length?',
    ],
    [
      'a value of a file that is an object',
      { file: { name: 'a.json', content: { upload: {} } } },
      '"upload" in a.json: a rate is text or a number, not object',
    ],
    [
      'a file that is a list',
      { file: { name: 'a.json', content: [] } },
      'a.json: settings are an object like {"upload": …}',
    ],
    [
      'a name every object has',
      { file: { name: 'a.json', content: JSON.parse('{"__proto__": 1}') } },
      '"__proto__" in a.json is unknown',
    ],
    [
      'a flag neither true nor false',
      { environment: { SEEDBED_KEEP: 'maybe' } },
      "SEEDBED_KEEP: 'maybe' is neither true nor false",
    ],
  ])('%s', (_, sources, line) => expect(problems(sources)).toEqual([line]));

  test('every problem is told', () => {
    expect(problems({ flags: { upload: 'x', leeches: 'y' } })).toHaveLength(2);
  });

  test('a variable of another command is no problem', () => {
    expect(problems({ environment: { SEEDBED_INTERVAL: '5m', PATH: '/bin' }, namesElsewhere: ['interval'] })).toEqual(
      [],
    );
  });
});
