import type { Socket } from 'node:net';

/** A socket as a connection needs it: one of the system, or one behind a link. */
export interface WireSocket extends Pick<Socket, 'cork' | 'uncork' | 'writableLength' | 'readableLength'> {
  /** What is written leaves at a rate or after a delay: each block is to be told for itself. */
  readonly isPaced?: boolean;
  /** `done` is called without an error when the bytes have left and can be changed. */
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): unknown;
  end(): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(error?: Error): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'end' | 'close', listener: () => void): this;
  off(event: 'data', listener: (bytes: Uint8Array) => void): this;
  off(event: 'error', listener: (error: Error) => void): this;
  off(event: 'end' | 'close', listener: () => void): this;
}
