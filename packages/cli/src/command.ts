import type { SettingsOf, SettingsTable } from '@seedbed/settings';
import type { CommandContext } from './command-context.ts';
import type { commonSettings } from './common-settings.ts';

/** What stands behind the name of a command without a flag before it. */
interface Positional {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Takes all that follow. */
  readonly many?: boolean;
}

/** One command of the program. Only `run` loads what does the work, so that `--help` is quick. */
export interface CommandDefinition<Table extends SettingsTable> {
  readonly name: string;
  readonly description: string;
  readonly positionals: readonly Positional[];
  readonly settings: Table;
  /** Flags that people will look for and that are to come, with what to say until then. */
  readonly toCome?: { readonly [flag: string]: string };
  /** Whether SIGHUP asks it to read its files again, rather than to end; `run` calls `onHangup` then. */
  readonly readsAgain?: boolean;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** Answers the exit status. */
  run(
    settings: SettingsOf<Table & typeof commonSettings>,
    positionals: readonly string[],
    context: CommandContext,
  ): Promise<number>;
}

/** A command whose settings are checked by whoever runs it. */
export interface Command extends Omit<CommandDefinition<SettingsTable>, 'run'> {
  run(settings: unknown, positionals: readonly string[], context: CommandContext): Promise<number>;
}

/** Makes a command of its definition: keeps the types of its own settings for `run`, and forgets them outside. */
export const defineCommand = <const Table extends SettingsTable>(definition: CommandDefinition<Table>): Command => ({
  ...definition,
  // `readSettings` has made the values after this very table.
  run: (settings, positionals, context) =>
    definition.run(settings as SettingsOf<Table & typeof commonSettings>, positionals, context),
});
