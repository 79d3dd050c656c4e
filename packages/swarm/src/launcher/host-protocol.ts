import type { HostCommand, HostMessage, PeerProcessConfig } from '@seedbed/peer/host';

/** How much went through one direction of a link. */
export interface LinkUse {
  /** In all. */
  readonly bytes: number;
  /** How long its queue was never empty at a constant rate, ms, and what left in that time. */
  readonly busy: number;
  readonly busyBytes: number;
  /** The longest such stretch. */
  readonly longest: { readonly time: number; readonly bytes: number };
}

/** How busy a process was in the last second: the worst lateness of its event loop, ms, and its share of one processor. */
export interface Load {
  readonly type: 'load';
  readonly lateness: number;
  readonly cpu: number;
}

/** What a process of peers tells the launcher. */
export type ToldByHost =
  | HostMessage
  | Load
  | { readonly type: 'link-use'; readonly peer: string; readonly upload: LinkUse; readonly download: LinkUse };

/** A peer as its process is told of it: addresses are written out. */
export type WrittenPeer = Omit<PeerProcessConfig, 'listen' | 'control'> & { readonly listen: string };

/** What a process of peers is told. */
export type WrittenCommand =
  | Exclude<HostCommand, { readonly type: 'start' }>
  | { readonly type: 'start'; readonly peer: WrittenPeer };
