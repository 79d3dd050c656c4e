import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sharedReceive } from '../src/io/net/shared-receive.ts';
import { someBytes } from './support/content.ts';
import { until } from './support/until.ts';

const LENGTH = 3 * 1024 * 1024;

const open: (Server | Socket)[] = [];
afterEach(() => {
  for (const each of open.splice(0)) {
    if ('destroy' in each) each.destroy();
    else each.close();
  }
});

/** A socket that shares its memory, dialled to somebody who sends these bytes and ends. */
const dial = async (bytes: Uint8Array) => {
  const server = createServer((socket) => socket.end(bytes));
  open.push(server);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const socket: Socket = connect({ host: '127.0.0.1', port, onread: sharedReceive(() => socket) });
  open.push(socket);
  const chunks: Buffer[] = [];
  let isEnded = false;
  socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  socket.on('end', () => {
    isEnded = true;
  });
  return { socket, received: () => Buffer.concat(chunks), isEnded: () => isEnded };
};

describe('sharedReceive', () => {
  it('gives each of several sockets its own bytes, and their ends', async () => {
    const contents = [1, 2, 3].map((seed) => someBytes(LENGTH, seed));
    const sockets = await Promise.all(contents.map(dial));
    await until(() => sockets.every(({ isEnded }) => isEnded()) || 'not ended');
    for (const [i, { received }] of sockets.entries()) expect(received().equals(contents[i] ?? Buffer.of())).toBe(true);
  });

  it('stops while the socket is paused, and goes on where it was', async () => {
    const bytes = someBytes(LENGTH);
    const { socket, received, isEnded } = await dial(bytes);
    let pauses = 0;
    socket.on('data', () => {
      pauses++;
      socket.pause();
      const length = received().length;
      setImmediate(() => {
        expect(received()).toHaveLength(length);
        socket.resume();
      });
    });
    await until(() => isEnded() || `${received().length} bytes in ${pauses} chunks`);
    expect(received().equals(bytes)).toBe(true);
    expect(pauses).toBeGreaterThan(1);
  });
});
