import type { Endpoint } from './endpoint.ts';

/** What every setting says about itself. */
interface Described {
  /** One line for `--help`; of several sentences only the first is needed to use it. */
  readonly description: string;
  /** Where the default comes from, or why there is none. */
  readonly reason: string;
  /** The default as a user would write it; without one the value may be undefined. */
  readonly default?: string;
  /** For `--help`, where there is no `default`: what happens without it. */
  readonly defaultText?: string;
  /** A one-letter flag that means the same. */
  readonly alias?: string;
  /** May be given more than once, a choice with commas too; the value is a list then. */
  readonly repeatable?: true;
}

/** A number, with the smallest and largest value that make sense: bytes, bytes per second, milliseconds, a count or a ratio. */
export interface NumberSetting extends Described {
  readonly kind: 'size' | 'rate' | 'duration' | 'count' | 'ratio';
  readonly min?: number;
  readonly max?: number;
  /** Only powers of two make sense. */
  readonly powerOfTwo?: true;
}

/** An address with a port. */
export interface EndpointSetting extends Described {
  readonly kind: 'endpoint';
}

/** Free text: a name, a path, a URL. `placeholder` names it in `--help`. */
export interface TextSetting extends Described {
  readonly kind: 'text';
  readonly placeholder: string;
}

/** One of a few names. */
export interface ChoiceSetting extends Described {
  readonly kind: 'choice';
  readonly choices: readonly string[];
}

/** On or off; off unless given. */
export interface FlagSetting extends Described {
  readonly kind: 'flag';
}

/** One setting: its kind, its default, and why. */
export type Setting = NumberSetting | EndpointSetting | TextSetting | ChoiceSetting | FlagSetting;

/** Settings by their kebab-case names, which are the flags, the keys of a file and, in capitals, the environment. */
export type SettingsTable = { readonly [name: string]: Setting };

type Scalar<S extends Setting> = S extends ChoiceSetting
  ? S['choices'][number]
  : S extends NumberSetting
    ? number
    : S extends EndpointSetting
      ? Endpoint
      : string;

/** The type that a setting's value has once it was read. */
export type SettingValue<S extends Setting> = S extends FlagSetting
  ? boolean
  : S extends { readonly repeatable: true }
    ? readonly Scalar<S>[]
    : S extends { readonly default: string }
      ? Scalar<S>
      : Scalar<S> | undefined;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The values of a table, under their names in camel case. */
export type SettingsOf<Table extends SettingsTable> = {
  readonly [Name in keyof Table & string as CamelCase<Name>]: SettingValue<Table[Name]>;
};
