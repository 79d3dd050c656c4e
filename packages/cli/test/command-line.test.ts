import type { SettingsTable } from '@seedbed/settings';
import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../src/command-line.ts';
import { commands } from '../src/commands/index.ts';
import { commonSettings } from '../src/common-settings.ts';

const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean), commands);

const asked = async (line: string) => {
  const request = await read(line);
  if (request.type !== 'run') throw new Error(`${line} asks for ${request.type}`);
  const { command, positionals, flags } = request;
  return { command: command.name, positionals, flags };
};

describe('a command line', () => {
  test('names a command, its files and its flags, all as text', async () => {
    expect(await asked('create 007 -o 1e3 --piece-length=32KiB --private')).toEqual({
      command: 'create',
      positionals: ['007'],
      flags: { output: '1e3', 'piece-length': '32KiB', private: true },
    });
  });

  test('may give a flag again', async () => {
    expect((await asked('create a --announce http://a,http://b --announce http://c')).flags).toEqual({
      announce: ['http://a,http://b', 'http://c'],
    });
  });

  test('hands on what is unknown, so that the nearest flag can be named', async () => {
    expect((await asked('swarm --upolad 1 -x --no-keep')).flags).toEqual({ upolad: '1', x: true, 'no-keep': true });
  });

  test('takes a value that begins with a dash for a value', async () => {
    expect((await asked('swarm --upload -5')).flags).toEqual({ upload: '-5' });
  });

  test('ends its flags with two dashes', async () => {
    expect(await asked('show -- --help')).toEqual({ command: 'show', positionals: ['--help'], flags: {} });
  });

  test.each([
    ['', 'a command comes first: swarm, '],
    ['--seeds 3', 'a command comes first: swarm, '],
    ['swram', "there is no command 'swram'; did you mean swarm?"],
    ['frobnicate', "there is no command 'frobnicate'; there are swarm, "],
    ['show', 'TORRENT is missing'],
    ['show a b', "'b' is one argument too many"],
    ['swarm --upload', '--upload needs a value behind it'],
    ['create a -o', '-o needs a value behind it'],
    ['swarm --json=maybe', "--json: 'maybe' is neither true nor false"],
  ])("'%s' is wrong usage", async (line, problem) => {
    await expect(read(line)).rejects.toMatchObject({ status: 2, message: expect.stringContaining(problem) });
  });
});

const helpFor = async (name: string): Promise<string> => {
  const help = await read(`${name} --help`);
  if (help.type !== 'help') throw new Error('no help');
  return help.text;
};

/** What help says of a flag, up to the next one, on one line. */
const partOn = (help: string, flag: string): string => {
  const [, part] =
    new RegExp(`\\n {2}(?:-., | {4})?--${flag} (.*?)(?=\\n {2}(?:-., | {4})?--|\\n\\n)`, 's').exec(help) ?? [];
  return (part ?? `no --${flag}`).replace(/\s+/g, ' ');
};

describe('help', () => {
  test('of the program names every command', async () => {
    const help = await read('--help');
    if (help.type !== 'help') throw new Error('no help');
    for (const { name } of commands) expect(help.text).toContain(`seedbed ${name}`);
  });

  test.each(commands.map(({ name }) => name))(
    'of %s names its flags, their defaults and how values are written',
    async (name) => {
      const help = await read(`${name} --help`);
      if (help.type !== 'help') throw new Error('no help');
      const command = commands.find((one) => one.name === name);
      for (const flag of Object.keys(command?.settings ?? {})) expect(help.text).toContain(`--${flag}`);
      expect(help.text).toContain(`seedbed ${name}`);
      expect(help.text).toContain('Examples:');
      expect(help.text).toContain('--log-level');
    },
  );

  test.each(commands)(
    'of $name says of every setting that takes a value what it is without',
    async ({ name, settings }) => {
      const text = await helpFor(name);
      const table: SettingsTable = { ...commonSettings, ...settings };
      for (const [flag, { kind, default: value, defaultText }] of Object.entries(table)) {
        if (kind === 'flag') continue;
        expect(partOn(text, flag)).toContain(`[default: ${value ?? defaultText}]`);
        expect(partOn(text, flag)).not.toContain('(default');
      }
    },
  );

  test.each(commands)('of $name has examples that can be copied', async ({ name, examples }) => {
    const lines = (await helpFor(name)).split('\n');
    for (const [example] of examples) expect(lines).toContain(`  seedbed ${example}`);
  });

  test.each(['get', 'peer', 'seed'])('of %s shows how to look on, and to choose', async (name) => {
    const [, examples = ''] = (await helpFor(name)).split('Examples:');
    for (const flag of ['--trace', '--choker', '--control']) expect(examples).toContain(`${flag} `);
  });

  test('is given whatever else stands there', async () => {
    expect(await read('swarm --upload --help')).toMatchObject({ type: 'help' });
    expect(await read('show --help')).toMatchObject({ type: 'help' });
  });
});

test('the version is asked for', async () => {
  expect(await read('--version')).toEqual({ type: 'version' });
});
