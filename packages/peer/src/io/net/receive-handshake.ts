import { type Handshake, HandshakeDecoder, WireError } from '@seedbed/protocol';
import { socketErrorText } from './socket-error-text.ts';
import type { WireSocket } from './wire-socket.ts';

export interface HandshakeListener {
  /** The info hash is in, the peer id is not yet. Answers why the handshake ends here, if it does. */
  readonly onInfoHash: (infoHash: Uint8Array) => string | undefined;
  /** All is in. `rest` came in the same chunk and belongs to the messages. The socket has no listener any more. */
  readonly onDone: (handshake: Handshake, rest: Uint8Array) => void;
  /** There will be no handshake; the socket is destroyed. `isFault`: what came is not the protocol. */
  readonly onFailed: (reason: string, isFault: boolean) => void;
}

/** Waits for the handshake of the other side, at most `timeout` ms. Exactly one of `onDone` and `onFailed` is called. */
export function receiveHandshake(socket: WireSocket, timeout: number, listener: HandshakeListener): void {
  const decoder = new HandshakeDecoder();
  let knowsHash = false;

  const timer = setTimeout(() => fail(`no handshake within ${timeout / 1000} s`), timeout);
  const onError = (error: Error): void => fail(socketErrorText(error));
  const onClose = (): void => fail('closed by the other side before its handshake');
  const onData = (bytes: Uint8Array): void => {
    try {
      take(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      fail(error.message, true);
    }
  };

  const leave = (): void => {
    clearTimeout(timer);
    socket.off('data', onData).off('error', onError).off('end', onClose).off('close', onClose);
  };
  const fail = (reason: string, isFault = false): void => {
    leave();
    // An error that comes after this has no one to go to.
    socket.on('error', () => {});
    socket.destroy();
    listener.onFailed(reason, isFault);
  };
  const take = (bytes: Uint8Array): void => {
    const taken = decoder.push(bytes);
    const { infoHash, handshake } = decoder;
    if (infoHash !== undefined && !knowsHash) {
      knowsHash = true;
      const obstacle = listener.onInfoHash(infoHash);
      if (obstacle !== undefined) return fail(obstacle);
    }
    if (handshake === undefined) return;
    leave();
    listener.onDone(handshake, bytes.subarray(taken));
  };

  socket.on('data', onData).on('error', onError).on('end', onClose).on('close', onClose);
}
