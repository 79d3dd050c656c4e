import { once } from 'node:events';
import { connect } from 'node:net';
import { ControlAddressError, type ControlHandlers, ControlServer, sendControlAnswer } from '@seedbed/control';
import { expect, onTestFinished, test } from 'vitest';

const IP = '127.93.7.1';
const HEAD = `Host: ${IP}\r\n`;

/** Answers everybody at `/open`, and elsewhere with the length of the body of whoever is let in. */
const handlers: ControlHandlers = {
  answerAnybody: (request, response) => {
    if (request.url !== '/open') return false;
    sendControlAnswer(response, 200, 'open');
    return true;
  },
  answer: (request, response) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => (length += chunk.length));
    request.on('end', () => sendControlAnswer(response, 200, length));
  },
  onError: (error) => expect.fail(error.message),
};

async function open(changes: { ip?: string; port?: number; token?: string } = {}): Promise<ControlServer> {
  const { ip = IP, port = 0, token } = changes;
  const place = { address: { ip, port }, token, maxConnections: 2, requestTimeout: 5_000 };
  const server = await ControlServer.open(place, handlers);
  onTestFinished(() => server.close());
  return server;
}

/** All that comes for some bytes, until the server closes or `until` has come. */
async function converse({ url }: ControlServer, bytes: string, until?: string): Promise<string> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port) }).setEncoding('latin1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined); // reset by a server that closes while there is more to read
  let text = '';
  const closed = once(socket, 'close');
  const heard = new Promise<void>((resolve) => {
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (until !== undefined && text.includes(until)) resolve();
    });
  });
  socket.write(bytes);
  await Promise.race([closed, heard]);
  return text;
}

test('says where it is, lets in by its rules, and answers anybody what is for anybody', async () => {
  const server = await open();
  expect(server.url).toMatch(/^http:\/\/127\.93\.7\.1:[1-9]\d*$/);
  const close = 'Connection: close\r\n\r\n';
  expect(await converse(server, `GET /x HTTP/1.1\r\n${HEAD}${close}`)).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\n2\r\n0\n/s);
  expect(await converse(server, `GET /x HTTP/1.1\r\nHost: t\r\n${close}`)).toMatch(/^HTTP\/1\.1 403 .*forbidden-host/s);
  expect(await converse(server, `GET /open HTTP/1.1\r\nHost: t\r\n${close}`)).toMatch(/^HTTP\/1\.1 200 .*"open"/s);
});

test('who asks before a body is invited when let in, and not before', async () => {
  const server = await open({ token: 'correct-horse-battery' });
  const body = 'Content-Length: 3\r\nExpect: 100-continue\r\n';
  const stranger = await converse(server, `PUT /x HTTP/1.1\r\n${HEAD}${body}\r\n`);
  expect(stranger).toMatch(/^HTTP\/1\.1 401 /);
  const known = `PUT /x HTTP/1.1\r\n${HEAD}${body}Authorization: Bearer correct-horse-battery\r\n\r\n`;
  expect(await converse(server, known, 'Continue\r\n')).toMatch(/^HTTP\/1\.1 100 /);
});

test('headers have a bound', async () => {
  const server = await open();
  expect(await converse(server, `GET /open HTTP/1.1\r\nA: ${'x'.repeat(17_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('is not opened to strangers without a token, nor where another one is', async () => {
  await expect(open({ ip: '0.0.0.0' })).rejects.toThrow(ControlAddressError);
  const { port } = new URL((await open()).url);
  await expect(open({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closes with everybody who is connected', async () => {
  const server = await open();
  const waiting = converse(server, 'GET /half');
  await converse(server, 'GET /open HTTP/1.1\r\nHost: t\r\n\r\n', 'open');
  await server.close();
  expect(await waiting).toBe('');
});
