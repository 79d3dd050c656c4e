import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { encodeAnnounceAnswer, encodeFailure, parseAnnounceQuery } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { randomUint32 } from '../src/io/chance.ts';
import { now } from '../src/io/clock.ts';
import type { AnnounceOutcome } from '../src/io/tracker/tracker-client.ts';
import { TrackerClients } from '../src/io/tracker/tracker-clients.ts';

const TRACKER = '127.83.3.1';
const PEER = '127.83.3.2';

const REQUEST = {
  infoHash: Uint8Array.from({ length: 20 }, (_, i) => i * 13),
  peerId: new Uint8Array(20).fill(37),
  port: 6881,
  uploaded: 1,
  downloaded: 2,
  left: 3,
  event: 'started',
  numwant: 50,
  compact: true,
  noPeerId: true,
} as const;

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const tracker = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, TRACKER, resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://${TRACKER}:${(server.address() as { port: number }).port}/announce`;
};

const announce = (url: string, timeout = 5_000, signal = new AbortController().signal): Promise<AnnounceOutcome> =>
  new TrackerClients({ localAddress: PEER, maxAnswer: 10_000, now, randomId: randomUint32 }).announce(
    url,
    REQUEST,
    timeout,
    signal,
  );

const ANSWER = { interval: 1800, peers: [{ ip: '127.0.0.9', port: 7000 }] };
const BYTES = encodeAnnounceAnswer(ANSWER, { compact: true, noPeerId: true });

describe('announcing over HTTP', () => {
  it('leaves from its own address, keeps the query of the URL, and understands the answer', async () => {
    const seen: { from: string | undefined; url: string; encoding: unknown }[] = [];
    const url = await tracker(({ socket, url: target = '', headers }, response) => {
      seen.push({ from: socket.remoteAddress, url: target, encoding: headers['accept-encoding'] });
      response.end(BYTES);
    });
    expect(await announce(`${url}?passkey=x%2Fy`)).toMatchObject({ ok: true, answer: ANSWER });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ from: PEER, encoding: 'identity' });
    const [path, own, query] = /^(.*?)\?(passkey=x%2Fy)&(.*)$/.exec(seen[0]?.url ?? '')?.slice(1) ?? [];
    expect([path, own]).toEqual(['/announce', 'passkey=x%2Fy']);
    expect(parseAnnounceQuery(query ?? '')).toMatchObject({ ok: true, request: REQUEST });
  });

  it('takes an answer in many parts, and without a length', async () => {
    const url = await tracker((_, response) => {
      for (const byte of BYTES) response.write(Uint8Array.of(byte));
      response.end();
    });
    expect(await announce(url)).toMatchObject({ ok: true, answer: ANSWER });
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['a failure reason', (response) => response.end(encodeFailure('not registered')), /^not registered$/],
    ['a status', (response) => response.writeHead(503).end(BYTES), /answered 503 Service Unavailable/],
    ['rubbish', (response) => response.end('<html>'), /not bencode/],
    ['nothing', (response) => response.end(), /bencode|dictionary/],
    ['too much', (response) => response.end(new Uint8Array(1_000_000)), /longer than 10000 bytes/],
    ['endless headers', (response) => response.writeHead(200, { x: 'y'.repeat(100_000) }).end(BYTES), /not HTTP/],
    [
      'half an answer',
      (response) => response.writeHead(200, { 'content-length': 1000 }).write(BYTES, () => response.destroy()),
      /closed|reset/,
    ],
    ['a connection that ends', (response) => response.destroy(), /reset|closed/],
  ])('says why there is no answer when the tracker sends %s', async (_, act, reason) => {
    const outcome = await announce(await tracker((_request, response) => act(response)));
    expect(outcome).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('does not wait for ever, neither for the first byte nor for the last', async () => {
    const silent = await tracker(() => {});
    expect(await announce(silent, 30)).toEqual({ ok: false, reason: expect.stringMatching(/no answer within 0.03 s/) });
    const slow = await tracker((_, response) => response.writeHead(200).write('d'));
    expect(await announce(slow, 50)).toMatchObject({ ok: false });
  });

  it('gives up when it is told to', async () => {
    const abort = new AbortController();
    const url = await tracker(() => abort.abort());
    expect(await announce(url, 5_000, abort.signal)).toMatchObject({ ok: false });
  });

  it('says so when nobody listens, or when it is no tracker of HTTP', async () => {
    const url = await tracker(() => {});
    cleanups.pop()?.();
    expect(await announce(url)).toEqual({ ok: false, reason: 'connection refused' });
    const server = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, TRACKER, resolve));
    cleanups.push(() => server.close());
    const { port } = server.address() as { port: number };
    expect(await announce(`http://${TRACKER}:${port}/announce`)).toEqual({
      ok: false,
      reason: 'its answer is not HTTP',
    });
  });

  it.each([
    ['wss://127.0.0.1:80/announce', /trackers of wss: are not supported; http:, https: and udp: are/],
    ['tracker', /not a URL/],
  ])('refuses %s', async (url, reason) => {
    expect(await announce(url)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });
});
