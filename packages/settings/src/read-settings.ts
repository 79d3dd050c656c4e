import { nearestName } from './nearest-name.ts';
import { parseSetting } from './parse-setting.ts';
import type { Setting, SettingsOf, SettingsTable } from './setting.ts';

/** Where settings come from, the strongest first: flags over environment over file over defaults. */
export interface SettingsSources {
  /** By kebab-case name, as the command line gave them: text, true, or a list of text. */
  readonly flags: { readonly [name: string]: unknown };
  /** All of the environment; only `SEEDBED_…` is looked at, and what is empty counts as not set. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** A file that was read and decoded, and its name for the problems. */
  readonly file?: { readonly name: string; readonly content: unknown };
  /** Settings of other commands: the environment may hold them without being wrong here. */
  readonly namesElsewhere?: Iterable<string>;
}

/** Typed values, or every problem that was found, one clear line each. */
export type ReadSettings<Table extends SettingsTable> =
  | { readonly ok: true; readonly values: SettingsOf<Table> }
  | { readonly ok: false; readonly problems: readonly string[] };

const PREFIX = 'SEEDBED_';

/** `upload-limit` is `SEEDBED_UPLOAD_LIMIT` in the environment. */
export const environmentName = (name: string): string => `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`;

const camelCase = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const isDictionary = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as one source wrote it, with the words that name the place. */
interface Written {
  readonly place: string;
  readonly value: unknown;
}

const isWritten = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const strongest = (name: string, sources: SettingsSources): Written | undefined => {
  const flag = Object.hasOwn(sources.flags, name) ? sources.flags[name] : undefined;
  if (flag !== undefined) return { place: `--${name}`, value: flag };
  const variable = environmentName(name);
  const text = sources.environment[variable];
  if (text !== undefined && text !== '') return { place: variable, value: text };
  const content = sources.file?.content;
  if (isDictionary(content) && Object.hasOwn(content, name)) {
    return { place: `"${name}" in ${sources.file?.name}`, value: content[name] };
  }
  return undefined;
};

/** Several of a few names may stand in one value, which is all that the environment has. */
const split = (setting: Setting, value: unknown): unknown[] =>
  setting.kind === 'choice' && setting.repeatable === true && typeof value === 'string' ? value.split(',') : [value];

const readOne = (setting: Setting, written: Written | undefined, problems: string[]): unknown => {
  const fallback = setting.kind === 'flag' ? (setting.default ?? 'false') : setting.default;
  const given = written?.value ?? fallback;
  const list = (given === undefined ? [] : Array.isArray(given) ? given : [given]).flatMap((value) =>
    split(setting, value),
  );
  const place = written?.place ?? 'default';
  if (list.length > 1 && setting.repeatable !== true) {
    problems.push(`${place}: given ${list.length} times; once is enough`);
    return undefined;
  }
  const values: unknown[] = [];
  for (const value of list) {
    if (!isWritten(value)) {
      problems.push(`${place}: a ${setting.kind} is text or a number, not ${value === null ? 'null' : typeof value}`);
      continue;
    }
    const read = parseSetting(setting, String(value));
    if (read.ok) values.push(read.value);
    else problems.push(`${place}: ${read.problem}`);
  }
  return setting.repeatable === true ? values : values[0];
};

const unknownNames = (table: SettingsTable, sources: SettingsSources): string[] => {
  const names = Object.keys(table);
  const everywhere = [...names, ...(sources.namesElsewhere ?? [])];
  const problems: string[] = [];
  const complain = (place: string, nearest: string | undefined): void => {
    problems.push(`${place} is unknown${nearest === undefined ? '' : `; did you mean ${nearest}?`}`);
  };
  for (const flag of Object.keys(sources.flags)) {
    if (Object.hasOwn(table, flag)) continue;
    const nearest = nearestName(flag, names);
    complain(flag.length === 1 ? `-${flag}` : `--${flag}`, nearest && `--${nearest}`);
  }
  const variables = everywhere.map(environmentName);
  for (const variable of Object.keys(sources.environment)) {
    if (!variable.startsWith(PREFIX) || variables.includes(variable)) continue;
    const word = variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
    const nearest = nearestName(word, everywhere);
    complain(variable, nearest && environmentName(nearest));
  }
  const { file } = sources;
  if (file === undefined) return problems;
  if (!isDictionary(file.content)) return [...problems, `${file.name}: settings are an object like {"${names[0]}": …}`];
  for (const key of Object.keys(file.content)) {
    if (!Object.hasOwn(table, key)) complain(`"${key}" in ${file.name}`, nearestName(key, names));
  }
  return problems;
};

/** Reads all settings of a table. Every problem is told, not only the first. */
export const readSettings = <Table extends SettingsTable>(
  table: Table,
  sources: SettingsSources,
): ReadSettings<Table> => {
  const problems = unknownNames(table, sources);
  const values: { [name: string]: unknown } = {};
  for (const [name, setting] of Object.entries(table)) {
    values[camelCase(name)] = readOne(setting, strongest(name, sources), problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  // Every name of the table was read by the kind that its type was derived from.
  return { ok: true, values: values as SettingsOf<Table> };
};
