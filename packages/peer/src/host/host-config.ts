import { isObject, listOf, ProcessConfigError, type Readers, readFields, text } from './config-reader.ts';
import { type PeerProcessConfig, peerConfig } from './peer-process-config.ts';

/** What the program is told as JSON in its first argument. */
export interface HostConfig {
  /** Name of the process, in what it writes to standard error. */
  readonly name: string;
  /** The peers that begin at once. Others may follow. */
  readonly peers: readonly PeerProcessConfig[];
}

const FIELDS: Readers<HostConfig> = { name: text, peers: listOf(peerConfig) };

/** Reads the argument of the program. @throws ProcessConfigError */
export function readHostConfig(json: string | undefined): HostConfig {
  const config = readFields<HostConfig>('the configuration', parseObject(json), FIELDS, ['name', 'peers']);
  const names = config.peers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ProcessConfigError(`two peers are called "${twice}"`);
  return config;
}

function parseObject(json: string | undefined): object {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ProcessConfigError('the first argument is the configuration as a JSON object');
}
