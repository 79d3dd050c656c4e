import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { HotConnections } from '../src/http/hot-connections.ts';

const REQUEST = 'GET /announce?a HTTP/1.1\r\nHost: t\r\n\r\n';

test('who asks on and never reads is let go, whatever it is owed', async () => {
  let answered = (): void => {};
  const answer = (): Uint8Array => {
    setImmediate(answered);
    return new Uint8Array(1024 * 1024); // so that the kernel has its fill soon
  };
  const handOn = (): never => {
    throw new Error('this was a plain announce');
  };
  const hot = new HotConnections(
    { answer, takes: () => true, handOn, answered: () => {} },
    { requestTimeout: 60_000, keepAlive: 60_000 },
  );
  const server = createServer().listen(0, '127.0.0.1');
  const gone = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      hot.accept(socket);
      socket.on('close', () => resolve());
    });
  });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.pause().on('error', () => {}); // reset: it is what it shall be
  await once(socket, 'connect');
  let asked = 0;
  answered = () => {
    asked += 1;
    socket.write(REQUEST);
  };
  answered();
  await gone;
  expect(asked).toBeLessThan(100);
});
