import { nearestName, type SettingsTable } from '@seedbed/settings';
import parseWords, { type Options } from 'yargs-parser';
import type { Command } from './command.ts';
import { commonSettings } from './common-settings.ts';
import { misuse, usageProblem } from './problem.ts';

/** What a command line asks for. */
export type Request =
  | { readonly type: 'help'; readonly text: string }
  | { readonly type: 'version' }
  | {
      readonly type: 'run';
      readonly command: Command;
      readonly positionals: readonly string[];
      /** By name, as they were written: text, true, or a list of text. */
      readonly flags: { readonly [name: string]: unknown };
    };

/** What the flags of a command are to the parser: values stay text until `readSettings` takes them. */
const flagsOf = (table: SettingsTable): Options => {
  const settings = Object.entries(table);
  const names = (isFlag: boolean): string[] =>
    settings.filter(([, { kind }]) => (kind === 'flag') === isFlag).map(([name]) => name);
  return {
    alias: Object.fromEntries(settings.flatMap(([name, { alias }]) => (alias === undefined ? [] : [[name, [alias]]]))),
    boolean: names(true),
    narg: Object.fromEntries(names(false).map((name) => [name, 1])),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'strip-aliased': true,
    },
  };
};

const translate = (message: string): string => {
  const needing = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  return needing === undefined ? message : `${needing.length === 1 ? '-' : '--'}${needing} needs a value behind it`;
};

/** The words that are no flags. */
const positionalsIn = (
  { name: command, positionals, settings }: Command,
  words: readonly string[],
  flags: readonly string[],
): readonly string[] => {
  const missing = positionals[words.length];
  // A flag that is not known may have taken the word for its value; it is told of when the settings are read.
  const isKnown = flags.every((name) => Object.hasOwn(settings, name) || Object.hasOwn(commonSettings, name));
  if (missing?.required === true && isKnown) throw misuse(command, `${missing.name.toUpperCase()} is missing`);
  const surplus = positionals.at(-1)?.many === true ? undefined : words[positionals.length];
  if (surplus !== undefined) throw misuse(command, `'${surplus}' is one argument too many`);
  return words;
};

/** yargs takes every value of a flag that it can't read for false; whoever writes one means something by it. */
const refuseUnreadableFlags = (args: readonly string[], { name: command, settings }: Command): void => {
  const flags = Object.entries({ ...commonSettings, ...settings }).filter(([, { kind }]) => kind === 'flag');
  for (const [name] of flags) {
    const written = args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
    if (written === undefined || written === 'true' || written === 'false') continue;
    throw misuse(command, `--${name}: '${written}' is neither true nor false`);
  }
};

/** Reads a command line. @throws Problem with the status of wrong usage */
export const readCommandLine = async (args: readonly string[], commands: readonly Command[]): Promise<Request> => {
  const named = commands.find(({ name }) => name === args[0]);
  const asked = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  if (asked.includes('--help') || asked.includes('-h')) {
    // Takes longer to load than everything else that a command needs at its start.
    const { helpOf } = await import('./help-of.ts');
    return { type: 'help', text: await helpOf(named, commands) };
  }
  if (asked.includes('--version')) return { type: 'version' };
  if (named === undefined) throw usageProblem(unknownCommand(args[0], commands));

  refuseUnreadableFlags(asked, named);
  const { argv, error } = parseWords.detailed([...args], flagsOf({ ...named.settings, ...commonSettings }));
  if (error !== null) throw misuse(named.name, translate(error.message));
  const { _: words, '--': behind = [], ...flags } = argv;
  const positionals = positionalsIn(named, [...words.slice(1), ...behind].map(String), Object.keys(flags));
  return { type: 'run', command: named, positionals, flags };
};

const unknownCommand = (word: string | undefined, commands: readonly Command[]): string => {
  const names = commands.map(({ name }) => name);
  if (word === undefined || word.startsWith('-')) return `a command comes first: ${names.join(', ')}`;
  const nearest = nearestName(word, names);
  return `there is no command '${word}'${nearest === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${nearest}?`}`;
};
