import type { HostCommand, HostMessage, PeerProcessConfig } from '@seedbed/peer/host';

/** How busy a process was in the last second. */
export type Load = Extract<HostMessage, { readonly type: 'load' }>;

/** A peer as its process is told of it: addresses are written out. */
export type WrittenPeer = Omit<PeerProcessConfig, 'listen' | 'control'> & { readonly listen: string };

/** What a process of peers is told. */
export type WrittenCommand =
  | Exclude<HostCommand, { readonly type: 'start' }>
  | { readonly type: 'start'; readonly peer: WrittenPeer };
