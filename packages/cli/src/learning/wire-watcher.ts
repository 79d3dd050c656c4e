import type { Handshake, WireFrame } from '@seedbed/protocol';

/** Who sent it: we, or the other side. */
export type Direction = 'sent' | 'received';

/** Sees everything that goes over one connection, in order. `t` are ms since the command began. */
export interface WireWatcher {
  /** Something that is no bytes of the protocol: the connection is there, or has ended. */
  note(text: string, t: number): void;
  /** The same, of what went wrong. */
  failure(text: string, t: number): void;
  /** A whole handshake, 68 bytes. */
  handshake(direction: Direction, handshake: Handshake, bytes: Uint8Array, t: number): void;
  message(direction: Direction, frame: WireFrame, t: number): void;
  /** Bytes that are none of the protocol, the first ones of them. */
  rubbish(bytes: Uint8Array, reason: string, t: number): void;
}
