import type { LinkUse } from '@seedbed/netem';
import type { Load } from './load-meter.ts';

/** What a process of peers tells its launcher over the IPC channel. */
export type HostMessage = (PeerMessage & { readonly peer: string }) | LoadMessage;

/** How busy the process was in the last second, see `Load`. */
interface LoadMessage extends Load {
  readonly type: 'load';
}

/** What is told of one peer. */
export type PeerMessage =
  /** It takes part. `listen` is `ip:port`, `control` the URL of its control address. */
  | { readonly type: 'ready'; readonly listen: string; readonly control?: string }
  /** Pieces that it has, of all; bytes of blocks that came and went. */
  | {
      readonly type: 'progress';
      readonly have: number;
      readonly pieces: number;
      readonly downloaded: number;
      readonly uploaded: number;
    }
  /** How both directions of its link were used since its start. */
  | { readonly type: 'link-use'; readonly upload: LinkUse; readonly download: LinkUse }
  /** It has everything. */
  | { readonly type: 'verified' }
  /** The disk holds it up. */
  | { readonly type: 'paused'; readonly reason: string }
  | { readonly type: 'resumed' }
  /** It could not begin, and is gone. */
  | { readonly type: 'failed'; readonly reason: string }
  /** It is gone because it was told to. */
  | { readonly type: 'stopped' }
  /** A command was not carried out, and changed nothing. */
  | { readonly type: 'refused'; readonly command: string; readonly reason: string };
