import { type ChokerName, chokerPolicies, type PickerName, pickerPolicies } from '@seedbed/engine';
import { EVENT_LEVELS, type EventLevel, TRACE_NAMES, type TraceName } from '@seedbed/events';
import { type PeerAddress, parseAddress } from '@seedbed/protocol';
import { ALLOCATIONS, type Allocation } from './allocation.ts';
import { LOG_LEVELS, type LogLevel } from './io/pino-logger.ts';
import { limitSettings } from './limit-settings.ts';
import type { PeerLimits } from './peer-limits.ts';

/** What the program is told as JSON in its first argument. */
export interface PeerProcessConfig {
  /** Path of the metainfo file. */
  readonly torrent: string;
  /** Folder that holds the content, or gets it; made when it is missing. */
  readonly dir: string;
  /** Name of the peer in events. */
  readonly name: string;
  /** Port 0 picks a free one. Default: all addresses, the first free port of 6881 to 6889. */
  readonly listen?: PeerAddress;
  readonly control?: PeerAddress;
  /** Bytes per second. */
  readonly uploadLimit?: number;
  readonly downloadLimit?: number;
  /** Default: those of BEP 3. */
  readonly choker?: ChokerName;
  readonly picker?: PickerName;
  /** Events that are told beside those of the level. */
  readonly trace?: readonly TraceName[];
  /** Default: no. */
  readonly strict?: boolean;
  readonly skipRedundantHaves?: boolean;
  readonly uploadSlots?: number;
  readonly maxPeers?: number;
  /** Default: those of `limitSettings`. */
  readonly limits?: PeerLimits;
  readonly connect?: readonly PeerAddress[];
  /** Default `piece`. */
  readonly eventLevel?: EventLevel;
  /** Default `warn`. */
  readonly logLevel?: LogLevel;
  /** The content is only read, and it must be complete. */
  readonly readOnly?: boolean;
  /** Other daemons may read the content at the same time: it is not locked. Only with `readOnly`. */
  readonly shared?: boolean;
  /** Default `sparse`. */
  readonly allocate?: Allocation;
  /** Every piece is hashed, whatever the journal says. */
  readonly recheck?: boolean;
  /** Folder for journals; without it none are kept. */
  readonly journals?: string;
}

/** The argument is not what it must be; the text names the field. */
export class ProcessConfigError extends Error {
  override readonly name = 'ProcessConfigError';
}

type Reader<T> = (value: unknown) => T | undefined;

const text: Reader<string> = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const amount: Reader<number> = (value) => (typeof value === 'number' && value > 0 ? value : undefined);
const address: Reader<PeerAddress> = (value) => (typeof value === 'string' ? parseAddress(value) : undefined);
const listOf =
  <T>(read: Reader<T>): Reader<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    const parsed = value.map(read);
    return parsed.every((one) => one !== undefined) ? parsed : undefined;
  };
const oneOf =
  <T extends string>(choices: readonly T[]): Reader<T> =>
  (value) =>
    choices.find((choice) => choice === value);

const isLimit = (name: string): boolean =>
  Object.keys(limitSettings).some(
    (setting) => setting.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) === name,
  );
const limits: Reader<PeerLimits> = (value) => {
  if (typeof value !== 'object' || value === null) return undefined;
  const isKnown = Object.entries(value).every(([name, limit]) => isLimit(name) && amount(limit) !== undefined);
  // Each name and each value was looked at.
  return isKnown ? (value as PeerLimits) : undefined;
};

/** Its keys are what its type says. */
const namesOf = <T extends string>(policies: Readonly<Record<T, unknown>>): T[] => Object.keys(policies) as T[];

/** How each field is read. */
const FIELDS: { readonly [Name in keyof PeerProcessConfig]-?: Reader<NonNullable<PeerProcessConfig[Name]>> } = {
  torrent: text,
  dir: text,
  name: text,
  listen: address,
  control: address,
  uploadLimit: amount,
  downloadLimit: amount,
  choker: oneOf(namesOf(chokerPolicies)),
  picker: oneOf(namesOf(pickerPolicies)),
  trace: listOf(oneOf(TRACE_NAMES)),
  strict: flag,
  skipRedundantHaves: flag,
  uploadSlots: amount,
  maxPeers: amount,
  limits,
  connect: listOf(address),
  eventLevel: oneOf(EVENT_LEVELS),
  logLevel: oneOf(LOG_LEVELS),
  readOnly: flag,
  shared: flag,
  allocate: oneOf(ALLOCATIONS),
  recheck: flag,
  journals: text,
};

const REQUIRED: readonly (keyof PeerProcessConfig)[] = ['torrent', 'dir', 'name'];

/** Reads the argument of the program. @throws ProcessConfigError */
export function readProcessConfig(json: string | undefined): PeerProcessConfig {
  const given = parseObject(json);
  const config: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(FIELDS, name)) throw new ProcessConfigError(`"${name}" is not a field of the configuration`);
    const read = FIELDS[name as keyof PeerProcessConfig](value);
    if (read === undefined) throw new ProcessConfigError(`"${name}" can't be ${JSON.stringify(value)}`);
    config[name] = read;
  }
  for (const name of REQUIRED) {
    if (config[name] === undefined) throw new ProcessConfigError(`"${name}" is missing in the configuration`);
  }
  // Every field was read by the reader of its type, and those that must be there are.
  return config as unknown as PeerProcessConfig;
}

function parseObject(json: string | undefined): object {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ProcessConfigError('the first argument is the configuration as a JSON object');
}
