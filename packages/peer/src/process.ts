/**
 * Peers as a program of their own, forked by a launcher: the configuration as JSON in the first argument, commands and
 * how the peers go on over the IPC channel, events as NDJSON on file descriptor 3. It leaves on SIGTERM, SIGINT, and when
 * the channel closes.
 */
import { runHost } from './host/run-host.ts';

export type { HostCommand, PeerEnd } from './host/host-command.ts';
export type { HostConfig } from './host/host-config.ts';
export type { HostMessage } from './host/host-message.ts';
export type { LinkConfig, PeerProcessConfig, StorageKind } from './host/peer-process-config.ts';

await runHost(process.argv[2]);
