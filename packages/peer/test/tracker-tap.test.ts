import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type AnnounceRequest, encodeAnnounceAnswer, parseUdpRequest, toHex } from '@seedbed/protocol';
import { expect, it, onTestFinished } from 'vitest';
import type { TrackerTap } from '../src/io/tracker/tracker-tap.ts';
import { ANSWERING } from './support/fake-tracker.ts';
import { FakeUdpTracker } from './support/fake-udp-tracker.ts';
import { clientsAt } from './support/tracker-clients.ts';

const TRACKER = '127.83.32.1';
const REQUEST: AnnounceRequest = {
  infoHash: new Uint8Array(20).fill(0x25),
  peerId: new Uint8Array(20).fill(2),
  port: 6881,
  uploaded: 0,
  downloaded: 0,
  left: 0,
  compact: true,
  noPeerId: true,
};
/** ms; no test here waits so long. */
const PATIENT = 9_000;
const never = new AbortController().signal;

/** Keeps everything in the order it came. */
class RecordingTap implements TrackerTap {
  readonly seen: string[] = [];

  httpRequest(head: readonly string[]): void {
    this.seen.push(`> ${head.join('\r\n')}\r\n\r\n`);
  }

  httpAnswer(head: readonly string[]): void {
    this.seen.push(`< ${head.join('\r\n')}`);
  }

  httpBody(body: Uint8Array): void {
    this.seen.push(`< ${toHex(body)}`);
  }

  udpSent(datagram: Uint8Array): void {
    this.seen.push(`> ${toHex(datagram)}`);
  }

  udpReceived(datagram: Uint8Array): void {
    this.seen.push(`< ${toHex(datagram)}`);
  }
}

/** A server that answers everything with the same bytes; answers where it is, and what it was sent. */
const rawServer = async (answer: Uint8Array): Promise<{ origin: string; requests: string[] }> => {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      requests.push(bytes.toString('latin1'));
      socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, TRACKER, resolve));
  onTestFinished(() => void server.close());
  return { origin: `http://${TRACKER}:${(server.address() as AddressInfo).port}`, requests };
};

it('sees requests over HTTP as they are sent, and answers as they come', async () => {
  const body = encodeAnnounceAnswer(ANSWERING.answer, { compact: true, noPeerId: true });
  const head = 'HTTP/1.1 200 Fine\r\nX-Odd: 1\r\nx-odd: 2';
  const { origin, requests } = await rawServer(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]));
  const tap = new RecordingTap();
  const outcome = await clientsAt(undefined, { tap }).announce(`${origin}/a?k=v`, REQUEST, PATIENT, never);
  expect(outcome).toMatchObject({ ok: true });
  expect(tap.seen).toEqual([`> ${requests[0]}`, `< ${head}`, `< ${toHex(body)}`]);
  expect(requests[0]).toMatch(/^GET \/a\?k=v&info_hash=%25%25/);
});

it('sees bodies unpacked, and answers that are none', async () => {
  const packed = gzipSync('de');
  const { origin } = await rawServer(
    Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n'), packed]),
  );
  const tap = new RecordingTap();
  await clientsAt(undefined, { tap }).announce(origin, REQUEST, PATIENT, never);
  expect(tap.seen.at(-1)).toBe(`< ${toHex(Buffer.from('de'))}`);

  const refusing = await rawServer(Buffer.from('HTTP/1.1 403 No\r\n\r\nsecret'));
  const other = new RecordingTap();
  await clientsAt(undefined, { tap: other }).announce(refusing.origin, REQUEST, PATIENT, never);
  expect(other.seen.slice(1)).toEqual(['< HTTP/1.1 403 No']);
});

it('sees datagrams of both directions', async () => {
  const tracker = await FakeUdpTracker.open(TRACKER);
  const tap = new RecordingTap();
  await clientsAt(undefined, { tap }).announce(tracker.origin, REQUEST, PATIENT, never);
  expect(tap.seen.map((line) => line[0]).join('')).toBe('><><');
  const sent = tap.seen.filter((line) => line.startsWith('>')).map((line) => Buffer.from(line.slice(2), 'hex'));
  expect(sent.map((bytes) => parseUdpRequest(bytes))).toMatchObject([
    { request: { type: 'connect' } },
    { request: { type: 'announce', announce: { infoHash: REQUEST.infoHash } } },
  ]);
});
