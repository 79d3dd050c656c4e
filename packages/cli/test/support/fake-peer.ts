import { type AddressInfo, createServer, type Socket } from 'node:net';
import { HandshakeDecoder, type PeerAddress } from '@seedbed/protocol';
import { onTestFinished } from 'vitest';

const FAKE_IP = '127.84.12.1';

/** A server that does with each connection what the test says; it is gone when the test has finished. */
export const fakeServer = async (serve: (socket: Socket) => void): Promise<PeerAddress> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, FAKE_IP, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { ip: FAKE_IP, port: (server.address() as AddressInfo).port };
};

/** A peer that waits for a handshake and then says what it is given; `heard` gets what comes after the handshake. */
export const fakePeer = (speak: (socket: Socket) => void, heard?: (bytes: Buffer) => void): Promise<PeerAddress> =>
  fakeServer((socket) => {
    const decoder = new HandshakeDecoder();
    socket.on('data', (bytes) => {
      const isNew = decoder.handshake === undefined;
      const rest = bytes.subarray(decoder.push(bytes));
      if (isNew && decoder.handshake !== undefined) speak(socket);
      if (rest.length > 0) heard?.(rest);
    });
  });
