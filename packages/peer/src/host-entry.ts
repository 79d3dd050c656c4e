/** What a launcher and a process of peers say to each other: an entry of types alone, so that launchers load no daemon. */
export type { HostCommand, PeerEnd } from './host/host-command.ts';
export type { HostConfig } from './host/host-config.ts';
export type { HostMessage } from './host/host-message.ts';
export type { LinkConfig, PeerProcessConfig } from './host/peer-process-config.ts';
