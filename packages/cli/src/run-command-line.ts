import { readFile } from 'node:fs/promises';
import { readSettings, type SettingsOf, type SettingsSources } from '@seedbed/settings';
import type { Command } from './command.ts';
import type { CommandContext } from './command-context.ts';
import { readCommandLine } from './command-line.ts';
import { commands } from './commands/index.ts';
import { commonSettings } from './common-settings.ts';
import { escapeControls } from './escape-controls.ts';
import { explainError } from './explain-error.ts';
import type { Interruption } from './interruption.ts';
import type { Page } from './page.ts';
import { EXIT, failure, misuse, Problem, usageProblem } from './problem.ts';

/** The world as the edge of the program hands it in. */
export interface World {
  readonly environment: SettingsSources['environment'];
  readonly interruption: Interruption;
  /** What `print` writes on. */
  readonly page: Page;
  readonly print: (line: string) => void;
  readonly say: (line: string) => void;
}

/** Runs one command line and answers the exit status. Whatever goes wrong has been told when this resolves. */
export const runCommandLine = async (args: readonly string[], world: World): Promise<number> => {
  // Known before anything can go wrong, also where the flags themselves can't be read.
  const { SEEDBED_DEBUG = '' } = world.environment;
  const debug = args.includes('--debug') || ['1', 'true'].includes(SEEDBED_DEBUG);
  try {
    const request = await readCommandLine(args, commands);
    switch (request.type) {
      case 'help':
        world.print(request.text);
        return EXIT.ok;
      case 'version':
        world.print(await ownVersion());
        return EXIT.ok;
      case 'run':
        return await runCommand(request.command, request.positionals, request.flags, world);
    }
  } catch (error) {
    return tellError(error, debug, world);
  }
};

const ownVersion = async (): Promise<string> => {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};

const runCommand = async (
  command: Command,
  positionals: readonly string[],
  flags: SettingsSources['flags'],
  world: World,
): Promise<number> => {
  if (command.readsAgain !== true) world.interruption.endOnHangup();
  for (const [flag, answer] of Object.entries(command.toCome ?? {})) {
    if (flag in flags) throw usageProblem(`--${flag}: ${answer}`);
  }
  const { SEEDBED_CONFIG } = world.environment;
  const { config = SEEDBED_CONFIG } = flags;
  const table = { ...command.settings, ...commonSettings };
  const read = readSettings(table, {
    flags,
    environment: world.environment,
    ...(await settingsFile(config)),
    namesElsewhere: commands.flatMap(({ settings }) => Object.keys(settings)),
  });
  if (!read.ok) throw misuse(command.name, ...read.problems);
  const { logLevel } = read.values as SettingsOf<typeof commonSettings>;
  return command.run(read.values, positionals, contextOf(world, logLevel));
};

const contextOf = ({ interruption, page, print, say }: World, logLevel: string | undefined): CommandContext => ({
  interruption,
  page,
  print,
  say,
  log: async (level) => (await import('./create-logger.ts')).createLogger(logLevel ?? level),
});

const settingsFile = async (name: unknown): Promise<{ file?: { name: string; content: unknown } }> => {
  if (typeof name !== 'string' || name === '') return {};
  const text = await readFile(name, 'utf8').catch((error: unknown) => {
    throw failure(`--config: ${explainError(error, name).line}`, error);
  });
  try {
    return { file: { name, content: JSON.parse(text) } };
  } catch (error) {
    throw failure(`--config: ${name} is not JSON: ${explainError(error).line}`, error);
  }
};

const tellError = (error: unknown, debug: boolean, { interruption, say }: World): number => {
  const { status } = interruption;
  // Whatever breaks off because the user wants to go is no failure.
  if (status !== undefined && !(error instanceof Problem)) return status;
  const { line, understood } = explainError(error);
  const lines = error instanceof Problem ? error.message.split('\n').map(escapeControls) : [line];
  const hint = understood || debug ? '' : ' (--debug shows where)';
  for (const text of lines) say(`seedbed: ${text}${hint}`);
  if (debug && error instanceof Error) for (const text of stackOf(error).split('\n')) say(escapeControls(text));
  return error instanceof Problem ? error.status : EXIT.failed;
};

const stackOf = (error: Error): string => {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
};
