import { type ChokerName, chokerPolicies, type PickerName, pickerPolicies } from '@seedbed/engine';
import { EVENT_LEVELS, type EventLevel, TRACE_NAMES, type TraceName } from '@seedbed/events';
import { type LinkSettings, linkOf } from '@seedbed/netem';
import { type PeerAddress, parseAddress } from '@seedbed/protocol';
import { ALLOCATIONS, type Allocation } from '../allocation.ts';
import { LOG_LEVELS, type LogLevel } from '../io/pino-logger.ts';
import { limitSettings } from '../limit-settings.ts';
import type { PeerLimits } from '../peer-limits.ts';
import {
  amount,
  flag,
  isObject,
  listOf,
  oneOf,
  ProcessConfigError,
  type Reader,
  type Readers,
  readFields,
  share,
  text,
  time,
  wholeNumber,
} from './config-reader.ts';

/** Where a peer keeps its content. */
const STORAGES = ['file', 'memory', 'synthetic'] as const;
export type StorageKind = (typeof STORAGES)[number];

/** The line of one peer, as JSON tells it, which has no word for "no limit": what is left out has none, or is 0. */
export type LinkConfig = Partial<LinkSettings>;

/** One peer, as its launcher wants it. */
export interface PeerProcessConfig {
  /** Path of the metainfo file. */
  readonly torrent: string;
  /** Folder that holds the content, or gets it; made when it is missing. */
  readonly dir: string;
  /** Name of the peer in events and messages; no other one in the process has it. */
  readonly name: string;
  /** Port 0 picks a free one. Default: all addresses, the first free port of 6881 to 6889. */
  readonly listen?: PeerAddress;
  readonly control?: PeerAddress;
  /** Bytes per second, headers of TCP and IP included. */
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
  /** Default: without any limit or delay. */
  readonly link?: LinkConfig;
  /** Decides about jitter and loss. Default: chance. */
  readonly linkSeed?: number;
  /**
   * - `file` (the default): in files below `dir`
   * - `memory`: in memory; with `readOnly` it is what lies at `dir`, and it has to be all of it
   * - `synthetic`: nowhere. Each byte follows from its place and `contentSeed`; with `readOnly` all of them are there
   */
  readonly storage?: StorageKind;
  /** The number that synthetic content follows from. */
  readonly contentSeed?: number;
}

const address: Reader<PeerAddress> = (value) => (typeof value === 'string' ? parseAddress(value) : undefined);

const isLimit = (name: string): boolean =>
  Object.keys(limitSettings).some(
    (setting) => setting.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) === name,
  );
const limits: Reader<PeerLimits> = (value) => {
  if (!isObject(value)) return undefined;
  const isKnown = Object.entries(value).every(([name, limit]) => isLimit(name) && amount(limit) !== undefined);
  // Each name and each value was looked at.
  return isKnown ? (value as PeerLimits) : undefined;
};

/** Its keys are what its type says. */
const namesOf = <T extends string>(policies: Readonly<Record<T, unknown>>): T[] => Object.keys(policies) as T[];

const LINK: Readers<LinkConfig> = { upload: amount, download: amount, latency: time, jitter: time, loss: share };

/** @throws ProcessConfigError */
export const link: Reader<LinkConfig> = (value) => {
  if (!isObject(value)) return undefined;
  const config = readFields('a link', value, LINK, []);
  try {
    linkOf(config);
    return config;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProcessConfigError(`"link" can't be ${JSON.stringify(value)}: ${error.message}`);
  }
};

const FIELDS: Readers<PeerProcessConfig> = {
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
  link,
  linkSeed: wholeNumber,
  storage: oneOf(STORAGES),
  contentSeed: wholeNumber,
};

/** @throws ProcessConfigError */
export const peerConfig: Reader<PeerProcessConfig> = (value) =>
  isObject(value) ? readFields('a peer', value, FIELDS, ['torrent', 'dir', 'name']) : undefined;
