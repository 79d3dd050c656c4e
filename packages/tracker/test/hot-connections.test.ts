import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type HotAnswers, HotConnections } from '../src/http/hot-connections.ts';

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
    { answer, takes: () => true, handOn, asked: () => {}, answered: () => {} },
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

/** A client whose announces are answered when the test says so, and the other end of its connection. */
async function later(): Promise<{
  client: Socket;
  server: Socket;
  asked: string[];
  release: (query: string) => void;
}> {
  const waiting = new Map<string, (body: Uint8Array) => void>();
  const answer: HotAnswers['answer'] = (query) => new Promise((resolve) => waiting.set(query, resolve));
  const handOn = (): never => {
    throw new Error('this was a plain announce');
  };
  const hot = new HotConnections(
    { answer, takes: () => true, handOn, asked: () => {}, answered: () => {} },
    { requestTimeout: 60_000, keepAlive: 60_000 },
  );
  const listening = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  onTestFinished(() => void listening.close());
  await once(listening, 'listening');
  const accepted = once(listening, 'connection');
  const client = connect((listening.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  onTestFinished(() => void client.destroy());
  const [server] = (await accepted) as [Socket];
  hot.accept(server);
  return {
    client,
    server,
    get asked() {
      return [...waiting.keys()];
    },
    release: (query) => waiting.get(query)?.(Buffer.from(`answer ${query}`)),
  };
}

async function read(client: Socket, text: string): Promise<string> {
  let all = '';
  while (!all.includes(text)) all += (await once(client, 'data'))[0];
  return all;
}

test('answers that come later leave in the order of the requests', async () => {
  const connection = await later();
  const { client, server, release } = connection;
  client.write(REQUEST);
  await once(server, 'data');
  client.write(REQUEST.replace('?a', '?b'));
  await once(server, 'data');
  expect(connection.asked).toEqual(['a']);
  const askedAgain = once(server, 'data');
  release('a');
  expect(await read(client, 'answer a')).toMatch(/^HTTP\/1.1 200 OK\r\n.*keep-alive/s);
  await askedAgain;
  expect(connection.asked).toEqual(['a', 'b']);
  release('b');
  expect(await read(client, 'answer b')).toMatch(/^HTTP\/1.1 200 OK\r\n/);
});

test('who says that nothing more follows gets an answer that comes later, and is closed', async () => {
  const { client, server, release } = await later();
  client.end(REQUEST);
  await once(server, 'end');
  release('a');
  expect(await read(client, 'answer a')).toContain('Connection: close');
  await once(client, 'close');
});

test('an answer for somebody who is gone is nothing', async () => {
  const { client, server, release } = await later();
  client.write(REQUEST);
  await once(server, 'data');
  const gone = new Promise((resolve) => server.on('close', resolve));
  client.resetAndDestroy();
  await gone;
  release('a');
  expect(server.bytesWritten).toBe(0);
});
