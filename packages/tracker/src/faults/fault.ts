import type { Parsed } from '@seedbed/settings';
import type { AnnounceReply } from '../announce/announce-reply.ts';

/** Who is about to get a reply. */
export interface Announcing {
  /** Compact address with its port, 6 or 18 bytes. */
  readonly address: Uint8Array;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
}

/** What goes wrong on purpose, as functions that know nothing of sockets. A fault has one of these. */
export interface Fault {
  /** Another reply instead of the one that was made: over HTTP and UDP. */
  readonly reply?: (reply: AnnounceReply, to: Announcing) => AnnounceReply;
  /** A failure reason instead of an answer, over HTTP and UDP. */
  readonly failure?: string;
  /** Other bytes instead of the body, over HTTP. */
  readonly body?: (body: Uint8Array) => Uint8Array;
  /** ms before an answer leaves, over HTTP. */
  readonly delay?: number;
  /** Something else instead of an answer, over HTTP. */
  readonly instead?: 'close' | 'status-500';
}

/** A fault by its name, and how its argument is read. */
export interface FaultKind {
  readonly name: string;
  /** What stands behind the colon: `delay:DUR`; without one nothing may. */
  readonly placeholder?: string;
  /** @param argument as it was written; empty only without a placeholder. */
  make(argument: string): Parsed<Fault>;
}

/** One fault as it was asked for: `delay:5s@0.3`. */
export interface PlannedFault {
  /** As it was written. */
  readonly text: string;
  readonly fault: Fault;
  /** In how many of all requests it happens, 0 to 1. */
  readonly chance: number;
}
