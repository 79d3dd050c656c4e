import { normalizeIp } from '@seedbed/protocol';
import {
  flag,
  isObject,
  listOf,
  oneOf,
  ProcessConfigError,
  type Reader,
  type Readers,
  readFields,
  text,
} from './config-reader.ts';
import { type LinkConfig, link, type PeerProcessConfig, peerConfig } from './peer-process-config.ts';

/** How a peer leaves: saying goodbye, or as if its process had been killed. */
const ENDS = ['order', 'killed'] as const;
export type PeerEnd = (typeof ENDS)[number];

/** What a launcher tells a process of peers over the IPC channel. */
export type HostCommand = { readonly type: 'start'; readonly peer: PeerProcessConfig } | PeerCommand;

/** A command to a peer that is there, by its name. */
export type PeerCommand =
  | { readonly type: 'stop'; readonly peer: string; readonly how: PeerEnd }
  /** The whole line anew, as of now. */
  | { readonly type: 'link'; readonly peer: string; readonly link: LinkConfig }
  /** IP addresses to which nothing goes and from which nothing comes, as if a cable were cut; the whole list anew. */
  | { readonly type: 'unreachable'; readonly peer: string; readonly addresses: readonly string[] }
  /** The blocks that it sends are wrong, or right again. */
  | { readonly type: 'corrupt'; readonly peer: string; readonly on: boolean }
  /** Its disk takes nothing, or takes data again. */
  | { readonly type: 'disk-full'; readonly peer: string; readonly on: boolean };

type CommandOf<Type extends HostCommand['type']> = Extract<HostCommand, { type: Type }>;

const ip: Reader<string> = (value) => (typeof value === 'string' ? normalizeIp(value) : undefined);

/** How the fields of each command are read. */
const COMMANDS: { readonly [Type in HostCommand['type']]: Readers<CommandOf<Type>> } = {
  start: { type: oneOf(['start']), peer: peerConfig },
  stop: { type: oneOf(['stop']), peer: text, how: oneOf(ENDS) },
  link: { type: oneOf(['link']), peer: text, link },
  unreachable: { type: oneOf(['unreachable']), peer: text, addresses: listOf(ip) },
  corrupt: { type: oneOf(['corrupt']), peer: text, on: flag },
  'disk-full': { type: oneOf(['disk-full']), peer: text, on: flag },
};

/** Reads what came over the channel. @throws ProcessConfigError */
export function readHostCommand(message: unknown): HostCommand {
  const type = isObject(message) && 'type' in message ? message.type : undefined;
  if (!isObject(message) || typeof type !== 'string' || !Object.hasOwn(COMMANDS, type)) {
    throw new ProcessConfigError(`a command has a "type", one of ${Object.keys(COMMANDS).join(', ')}`);
  }
  // The readers of a type make commands of that type, all of whose fields are needed.
  const readers = COMMANDS[type as HostCommand['type']] as Readers<HostCommand>;
  return readFields('the command', message, readers, Object.keys(readers) as (keyof HostCommand)[]);
}
