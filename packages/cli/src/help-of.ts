import type { Setting, SettingsTable } from '@seedbed/settings';
import yargs, { type Argv, type Options } from 'yargs';
import type { Command } from './command.ts';
import { commonSettings } from './common-settings.ts';
import { unitsHelp } from './units-help.ts';

const optionOf = (setting: Setting, group: string): Options => ({
  ...(setting.alias !== undefined && { alias: setting.alias }),
  ...(setting.kind === 'flag' ? { boolean: true } : { nargs: 1 }),
  group,
  describe: setting.description.replace(/\.$/, ''),
  ...defaultOf(setting),
});

const defaultOf = ({ default: value, defaultText = value }: Setting): Options =>
  defaultText === undefined ? {} : { defaultDescription: defaultText };

/** Under their own heading, because yargs breaks commands in two where they are long; nobody could copy them then. */
const examplesOf = ({ examples }: Command): string =>
  ['Examples:', ...examples.flatMap(([command, meaning]) => [`  seedbed ${command}`, `      ${meaning}`])].join('\n');

/** `create <path>`. */
const usageOf = ({ name, positionals }: Command): string => {
  const words = positionals.map((positional) => {
    const word = `${positional.name}${positional.many ? '..' : ''}`;
    return positional.required ? `<${word}>` : `[${word}]`;
  });
  return [name, ...words].join(' ');
};

const describe = (command: Command, parser: Argv): Argv => {
  for (const { name, description } of command.positionals) parser.positional(name, { describe: description });
  const tables: readonly (readonly [string, SettingsTable])[] = [
    ['Flags:', command.settings],
    ['In every command:', commonSettings],
  ];
  for (const [group, table] of tables) {
    for (const [name, setting] of Object.entries(table)) parser.option(name, optionOf(setting, group));
  }
  return parser.epilogue(unitsHelp(command.settings));
};

/** The help of a command, or of the whole program. yargs writes it only while it parses for it. */
export const helpOf = async (command: Command | undefined, commands: readonly Command[]): Promise<string> => {
  const parser = yargs()
    .scriptName('seedbed')
    .usage('$0 COMMAND …\n\nA BitTorrent v1 swarm on your own machine.')
    .locale('en')
    .wrap(Math.min(process.stdout.columns ?? 100, 110))
    .exitProcess(false)
    .version(false)
    .epilogue('seedbed COMMAND --help tells more about one command, seedbed --version which one this is.')
    .help('help', 'Show this help')
    .group('help', 'In every command:');
  for (const known of commands) {
    parser.command(usageOf(known), known.description, (inner) => describe(known, inner));
  }
  const words = command === undefined ? ['--help'] : [command.name, '--help'];
  const help = await new Promise<string>((resolve) => {
    parser.parse(words, {}, (_error, _argv, output) => resolve(output));
  });
  return command === undefined ? help : `${help}\n\n${examplesOf(command)}`;
};
