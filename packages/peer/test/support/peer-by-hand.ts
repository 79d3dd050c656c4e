import { createServer, type Socket } from 'node:net';
import {
  Bitfield,
  encodeHandshake,
  encodeMessage,
  encodePiece,
  HandshakeDecoder,
  MessageDecoder,
  type Metainfo,
  type PeerAddress,
} from '@seedbed/protocol';
import { afterEach } from 'vitest';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

export interface SeedByHand {
  readonly address: PeerAddress;
  /** Connections that came, and that are open. */
  readonly count: { came: number; open: number };
  /** Ends its connections, and listens no longer. */
  leave(): void;
}

/** Says that it has everything and serves `content`, whatever its hashes are. */
export const seedByHand = async (
  ip: string,
  torrent: Metainfo,
  content: Uint8Array,
  { peerId = Buffer.from('-XX0000-made by hand') }: { readonly peerId?: Uint8Array } = {},
): Promise<SeedByHand> => {
  const count = { came: 0, open: 0 };
  const { geometry, infoHash } = torrent;
  const bitfield = new Bitfield(geometry.pieceCount);
  for (let piece = 0; piece < bitfield.length; piece++) bitfield.set(piece);

  const serve = (socket: Socket): void => {
    const greeting = new HandshakeDecoder();
    const messages = new MessageDecoder(geometry, {
      message: (message) => {
        if (message.type !== 'request') return;
        const { piece, begin, length } = message;
        const at = piece * geometry.pieceLength + begin;
        socket.write(encodePiece(piece, begin, content.subarray(at, at + length)));
      },
      blockStart: () => {},
      blockData: () => {},
      blockEnd: () => {},
    });
    socket.write(encodeHandshake({ infoHash, peerId }));
    socket.write(encodeMessage({ type: 'bitfield', bitfield }));
    socket.write(encodeMessage({ type: 'unchoke' }));
    socket.on('data', (bytes: Uint8Array) => {
      const taken = greeting.handshake === undefined ? greeting.push(bytes) : 0;
      messages.push(bytes.subarray(taken));
    });
  };

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    count.came++;
    count.open++;
    socket.on('error', () => {}).on('close', () => count.open--);
    cleanups.push(() => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, ip, resolve));
  cleanups.push(() => server.close());
  const leave = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { address: { ip, port: (server.address() as { port: number }).port }, count, leave };
};
