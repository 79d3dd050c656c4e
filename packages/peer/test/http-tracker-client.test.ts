import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { encodeAnnounceAnswer, encodeBencode } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { redirectTarget } from '../src/io/tracker/redirect-target.ts';
import type { AnnounceOutcome } from '../src/io/tracker/tracker-client.ts';
import { httpServer } from './support/fake-http-tracker.ts';
import { clientsAt } from './support/tracker-clients.ts';

const TRACKER = '127.83.3.1';
const PEER = '127.83.3.2';

const REQUEST = {
  infoHash: Uint8Array.from({ length: 20 }, (_, i) => i * 13),
  peerId: new Uint8Array(20).fill(37),
  port: 6881,
  uploaded: 1,
  downloaded: 2,
  left: 3,
  compact: true,
  noPeerId: true,
};
const never = new AbortController().signal;

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const tracker = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> =>
  `${(await httpServer(TRACKER, answer)).origin}/announce`;

const announce = (url: string, timeout = 5_000): Promise<AnnounceOutcome> =>
  clientsAt(PEER, { maxAnswer: 10_000 }).announce(url, REQUEST, timeout, never);

const ANSWER = { interval: 1800, peers: [{ ip: '127.0.0.9', port: 7000 }] };
const BYTES = encodeAnnounceAnswer(ANSWER, { compact: true, noPeerId: true });

describe('announcing over HTTP', () => {
  it('says who asks, wants no compression, and sends the credentials of the URL', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const url = await tracker(({ headers }, response) => {
      seen.push(headers);
      response.end(BYTES);
    });
    expect(await announce(url.replace('://', '://me:p%40ss@'))).toMatchObject({ ok: true, answer: ANSWER });
    expect(seen).toMatchObject([
      {
        'user-agent': expect.stringMatching(/^Seedbed\/\d+/),
        'accept-encoding': 'identity',
        authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
      },
    ]);
  });

  it('takes an answer in many parts, and without a length', async () => {
    const url = await tracker((_, response) => {
      for (const byte of BYTES) response.write(Uint8Array.of(byte));
      response.end();
    });
    expect(await announce(url)).toMatchObject({ ok: true, answer: ANSWER });
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['a status', (response) => response.writeHead(503).end(BYTES), /^the tracker answered 503 Service Unavailable$/],
    [
      'words of its own',
      (response) => response.writeHead(404, 'gone \x9b31m').end(),
      /^the tracker answered 404 gone {2}31m$/,
    ],
    ['nothing', (response) => response.end(), /not bencode: byte 0: nothing is there/],
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

  it('does not wait for ever for the last byte', async () => {
    const slow = await tracker((_, response) => response.writeHead(200).write('d'));
    expect(await announce(slow, 50)).toEqual({ ok: false, reason: 'no answer within 0.05 s' });
  });

  it('waits less for a connection than for an answer', async () => {
    // A connection that is to be secured by somebody who says nothing.
    const server = createTcpServer((socket) => void cleanups.push(() => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, TRACKER, resolve));
    cleanups.push(() => server.close());
    const { port } = server.address() as { port: number };
    const url = `https://${TRACKER}:${port}/announce`;
    const outcome = await clientsAt(PEER, { connectTimeout: 20 }).announce(url, REQUEST, 5_000, never);
    expect(outcome).toEqual({ ok: false, reason: 'no connection within 0.02 s' });
  });

  it('says so when it is no tracker of HTTP', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, TRACKER, resolve));
    cleanups.push(() => server.close());
    const { port } = server.address() as { port: number };
    const outcome = await announce(`http://${TRACKER}:${port}/announce`);
    expect(outcome).toEqual({ ok: false, reason: 'its answer is not HTTP' });
  });

  it('hands on how long to stay away (BEP 31)', async () => {
    const url = await tracker((_, response) => {
      response.end(encodeBencode({ 'failure reason': 'overloaded', 'retry in': 15 }));
    });
    expect(await announce(url)).toEqual({ ok: false, reason: 'overloaded', retryIn: 900 });
  });

  it.each([
    ['wss://127.0.0.1:80/announce', 'trackers of wss: are not supported; http:, https: and udp: are'],
    ['tracker', 'it is not a URL; write http://HOST:PORT/announce'],
  ])('refuses %s', async (url, reason) => {
    expect(await announce(url)).toEqual({ ok: false, reason });
    expect(await clientsAt(PEER).scrape(url, [REQUEST.infoHash], 1, never)).toEqual({ ok: false, reason });
  });

  it('does not scrape where nobody says how (BEP 48)', async () => {
    const url = (await tracker(() => {})).replace('announce', 'a');
    const reason = 'it can not be scraped: the path of its URL does not end with announce';
    expect(await clientsAt(PEER).scrape(url, [REQUEST.infoHash], 1, never)).toEqual({ ok: false, reason });
  });
});

describe('an answer over HTTP that is compressed, though nobody asked for it', () => {
  const packed = (encoding: string, body: Uint8Array): Promise<string> =>
    tracker((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body));

  it.each([
    ['gzip', gzipSync(BYTES)],
    ['x-gzip', gzipSync(BYTES)],
    ['GZIP', gzipSync(BYTES)],
    ['deflate', deflateSync(BYTES)],
    ['identity', BYTES],
  ])('with %s is understood', async (encoding, body) => {
    expect(await announce(await packed(encoding, body))).toMatchObject({ ok: true, answer: ANSWER });
  });

  it.each([
    ['a bomb', 'gzip', gzipSync(new Uint8Array(10_000_000)), "the tracker's answer is longer than 10000 bytes"],
    ['rubbish', 'gzip', BYTES, 'the answer of the tracker is packed, and broken'],
    ['half of one', 'gzip', gzipSync(BYTES).subarray(0, 30), 'the answer of the tracker is packed, and broken'],
    ['something new', 'br', BYTES, 'the answer of the tracker is packed in a way that was not asked for'],
  ])('is refused when it is %s', async (_, encoding, body, reason) => {
    expect(await announce(await packed(encoding, body))).toEqual({ ok: false, reason });
  });
});

describe('a redirect over HTTP', () => {
  /** Redirects to what `to` makes of the URL that was asked for, so many times. */
  const redirecting = (times: number, to: (url: string) => string, status = 302): Promise<string> => {
    let left = times;
    return tracker(({ url = '' }, response) => {
      if (left-- > 0) response.writeHead(status, { location: to(url) }).end('moved');
      else response.end(url.startsWith('/elsewhere?') && url.includes('info_hash') ? BYTES : '<html>');
    });
  };

  it.each([301, 302, 303, 307, 308])('with status %d is followed, with all that was asked', async (status) => {
    const url = await redirecting(1, (asked) => asked.replace('/announce', '/elsewhere'), status);
    expect(await announce(url)).toMatchObject({ ok: true, answer: ANSWER });
  });

  it('leads to another tracker, and on', async () => {
    const last = await redirecting(0, () => '');
    const target = last.replace('/announce', '');
    const url = await redirecting(1, (asked) => target + asked.replace('/announce', '/elsewhere'));
    expect(await announce(url)).toMatchObject({ ok: true, answer: ANSWER });
  });

  it('is followed five times', async () => {
    const on = (asked: string): string => asked.replace('/announce', '/elsewhere');
    expect(await announce(await redirecting(5, on))).toMatchObject({ ok: true, answer: ANSWER });
    expect(await announce(await redirecting(6, on))).toEqual({
      ok: false,
      reason: 'the tracker redirects more than 5 times',
    });
  });

  it.each([
    ['ftp://127.0.0.1/announce', 'the tracker redirects from http: to ftp:, which is not followed'],
    ['udp://127.0.0.1:80', 'the tracker redirects from http: to udp:, which is not followed'],
    ['http://:x/', 'the tracker redirects from http: to what is no URL, which is not followed'],
  ])('to %s is not followed', async (location, reason) => {
    expect(await announce(await redirecting(1, () => location))).toEqual({ ok: false, reason });
  });

  it('leads from http: to https:, and never back', () => {
    const [plain, secure] = ['http://a/x', 'https://a/x'].map((url) => new URL(url)) as [URL, URL];
    expect(redirectTarget(plain, 'https://a/x')).toEqual(secure);
    expect(redirectTarget(secure, '/y')).toEqual(new URL('https://a/y'));
    expect(() => redirectTarget(secure, 'http://a/x')).toThrow('redirects from https: to http:, which is not followed');
  });

  it('without a target is a status like any other', async () => {
    const url = await tracker((_, response) => response.writeHead(302).end());
    expect(await announce(url)).toEqual({ ok: false, reason: 'the tracker answered 302 Found' });
  });

  it('does not lengthen the time for the whole answer', async () => {
    let hops = 0;
    const url = await tracker((_, response) => {
      hops++;
      if (hops === 1) response.writeHead(302, { location: '/announce' }).end();
    });
    expect(await announce(url, 60)).toEqual({ ok: false, reason: 'no answer within 0.06 s' });
    expect(hops).toBe(2);
  });
});
