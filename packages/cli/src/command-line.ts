import { nearestName, type Setting, type SettingsTable } from '@seedbed/settings';
import yargs, { type Argv, type Options } from 'yargs';
import type { Command } from './command.ts';
import { commonSettings } from './common-settings.ts';
import { usageProblem } from './problem.ts';
import { unitsHelp } from './units-help.ts';

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

const optionOf = (setting: Setting): Options => ({
  ...(setting.alias !== undefined && { alias: setting.alias }),
  // Values stay text until `readSettings` takes them; `nargs` alone says that there is one.
  ...(setting.kind === 'flag' ? { boolean: true } : { nargs: 1 }),
});

const describedOption = (setting: Setting, group: string): Options => ({
  ...optionOf(setting),
  group,
  describe: setting.description.replace(/\.$/, ''),
  ...(setting.default !== undefined && { defaultDescription: setting.default }),
});

/**
 * `create <path>`, as people read it. yargs parses for `create [path]`: it does not count what stands behind `--`, so
 * that whatever is missing is told by us.
 */
const usageOf = ({ name, positionals }: Command, forPeople: boolean): string => {
  const words = positionals.map((positional) => {
    const word = `${positional.name}${positional.many ? '..' : ''}`;
    return positional.required && forPeople ? `<${word}>` : `[${word}]`;
  });
  return [name, ...words].join(' ');
};

/** What a command line may hold, and no word about it: yargs writes the help of each command that it parses for. */
const build = (command: Command, parser: Argv): Argv => {
  for (const { name } of command.positionals) parser.positional(name, {});
  for (const [name, setting] of Object.entries({ ...command.settings, ...commonSettings })) {
    parser.option(name, { ...optionOf(setting), hidden: true });
  }
  return parser;
};

const buildForPeople = (command: Command, parser: Argv): Argv => {
  for (const { name, description } of command.positionals) parser.positional(name, { describe: description });
  const tables: readonly (readonly [string, SettingsTable])[] = [
    ['Flags:', command.settings],
    ['In every command:', commonSettings],
  ];
  for (const [group, table] of tables) {
    for (const [name, setting] of Object.entries(table)) parser.option(name, describedOption(setting, group));
  }
  for (const [example, meaning] of command.examples) parser.example(`$0 ${example}`, meaning);
  return parser.epilogue(unitsHelp(command.settings));
};

const translate = (message: string): string => {
  const needing = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  return needing === undefined ? message : `${needing.length === 1 ? '-' : '--'}${needing} needs a value behind it`;
};

interface Arguments {
  readonly _: readonly (string | number)[];
  readonly [name: string]: unknown;
}

/** The words that are no flags: yargs puts them under their names, in `_` and in `--`. */
const positionalsIn = ({ positionals, settings }: Command, argv: Arguments, flags: readonly string[]): string[] => {
  const { '--': behind = [] } = argv;
  const named = positionals.flatMap(({ name }) => argv[name] ?? []);
  const words = [...named, ...argv._.slice(1), ...(behind as readonly unknown[])].map(String);
  const missing = positionals[words.length];
  // A flag that is not known may have taken the word for its value; it is told of when the settings are read.
  const isKnown = flags.every((name) => Object.hasOwn(settings, name) || Object.hasOwn(commonSettings, name));
  if (missing?.required === true && isKnown) throw usageProblem(`${missing.name.toUpperCase()} is missing`);
  const surplus = positionals.at(-1)?.many === true ? undefined : words[positionals.length];
  if (surplus !== undefined) throw usageProblem(`'${surplus}' is one argument too many`);
  return words;
};

/** yargs takes every value of a flag that it can't read for false; whoever writes one means something by it. */
const refuseUnreadableFlags = (args: readonly string[], { settings }: Command): void => {
  const flags = Object.entries({ ...commonSettings, ...settings }).filter(([, { kind }]) => kind === 'flag');
  for (const [name] of flags) {
    const written = args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
    if (written === undefined || written === 'true' || written === 'false') continue;
    throw usageProblem(`--${name}: '${written}' is neither true nor false`);
  }
};

/** Reads a command line. @throws Problem with the status of wrong usage */
export const readCommandLine = async (args: readonly string[], commands: readonly Command[]): Promise<Request> => {
  const named = commands.find(({ name }) => name === args[0]);
  const asked = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  const help = asked.includes('--help') || asked.includes('-h');
  const width = process.stdout.columns ?? 100;
  const parser = yargs([...args])
    .scriptName('seedbed')
    .usage('$0 COMMAND …\n\nA BitTorrent v1 swarm on your own machine.')
    .locale('en')
    .wrap(Math.min(width, 110))
    .exitProcess(false)
    .help(false)
    .version(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'strip-aliased': true,
    })
    .epilogue('seedbed COMMAND --help tells more about one command, seedbed --version which one this is.')
    .fail((message: string | null, error: Error | undefined) => {
      // What yargs itself has to say is wrong usage; anything else is not its to explain.
      if (message === null) throw error;
      throw usageProblem(translate(message));
    });
  for (const command of help ? commands : commands.filter((known) => known === named)) {
    parser.command(usageOf(command, help), command.description, (inner) =>
      help ? buildForPeople(command, inner) : build(command, inner),
    );
  }
  if (help) return { type: 'help', text: await helpOf(parser, named) };
  if (asked.includes('--version')) return { type: 'version' };
  if (named === undefined) throw usageProblem(unknownCommand(args[0], commands));

  refuseUnreadableFlags(asked, named);
  const argv: Arguments = await parser.parseAsync();
  const taken = new Set(['_', '$0', '--', ...named.positionals.map(({ name }) => name)]);
  const flags = Object.fromEntries(Object.entries(argv).filter(([name]) => !taken.has(name)));
  const positionals = positionalsIn(named, argv, Object.keys(flags));
  return { type: 'run', command: named, positionals, flags };
};

/** yargs writes the help of a command only while it parses for it. */
const helpOf = (parser: Argv, command: Command | undefined): Promise<string> =>
  new Promise((resolve) => {
    const words = command === undefined ? ['--help'] : [command.name, '--help'];
    parser
      .help('help', 'Show this help')
      .group('help', 'In every command:')
      .parse(words, {}, (_error, _argv, output) => resolve(output));
  });

const unknownCommand = (word: string | undefined, commands: readonly Command[]): string => {
  const names = commands.map(({ name }) => name);
  if (word === undefined || word.startsWith('-')) return `a command comes first: ${names.join(', ')}`;
  const nearest = nearestName(word, names);
  return `there is no command '${word}'${nearest === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${nearest}?`}`;
};
