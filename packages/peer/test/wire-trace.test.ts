import { writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SwarmEvent } from '@seedbed/events';
import {
  BLOCK_LENGTH,
  concatBytes,
  encodeHandshake,
  encodeMessage,
  encodePiece,
  PIECE_HEADER_LENGTH,
  toHex,
} from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { Connection } from '../src/io/net/connection.ts';
import { RateLimiter } from '../src/io/net/rate-limiter.ts';
import { type TracedMessage, WireTrace } from '../src/io/net/wire-trace.ts';
import { fileTorrent, someBytes } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const HOST = '127.83.3.1';
const HEAD = 96;

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});

/** A traced connection of ours, what was told of it, and the bare socket at its other end. */
const traced = async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const peer = connect({ host: HOST, port: (server.address() as { port: number }).port, noDelay: true });
  const socket = await accepted;
  const told: TracedMessage[] = [];
  const closings: string[] = [];
  const limiter = new RateLimiter(Number.POSITIVE_INFINITY, () => 0);
  const ignored = (): void => {};
  const handler = {
    message: ignored,
    blockStart: ignored,
    blockData: ignored,
    blockEnd: ignored,
    blockTaken: ignored,
    blockFailed: ignored,
    closed: (reason: string) => void closings.push(reason),
  };
  const trace = new WireTrace((message) => told.push(message));
  const connection = new Connection(
    { socket, uploads: limiter, downloads: limiter, handler, trace },
    { pieceCount: 20, maxUnread: 1024 * 1024 },
  );
  peer.on('error', () => {}).resume();
  cleanups.push(() => {
    peer.destroy();
    socket.destroy();
    server.close();
  });
  return { connection, peer, told, closings };
};

/** How a message is told: its first bytes. */
const told = (direction: 'sent' | 'received', message: TracedMessage['message'], bytes: Uint8Array): TracedMessage => ({
  direction,
  message,
  length: bytes.length,
  hex: toHex(bytes.subarray(0, HEAD)),
});

describe('a connection that is traced', () => {
  const have = encodeMessage({ type: 'have', piece: 3 });
  const piece = encodePiece(1, 0, someBytes(BLOCK_LENGTH, 5));

  it('tells each message that arrives with its first bytes, however it is cut', async () => {
    const { peer, told: seen } = await traced();
    const stream = concatBytes([have, piece, Uint8Array.of(0, 0, 0, 3, 20, 1, 2), have]);
    for (let at = 0; at < stream.length; at += 777) {
      await new Promise((resolve) => peer.write(stream.subarray(at, at + 777), resolve));
    }
    await until(() => seen.length === 4 || `${seen.length} messages were told`);
    expect(seen).toEqual([
      told('received', 'have', have),
      told('received', 'piece', piece),
      told('received', 'unknown', Uint8Array.of(0, 0, 0, 3, 20, 1, 2)),
      told('received', 'have', have),
    ]);
    expect(seen[1]?.hex).toHaveLength(2 * HEAD);
    expect(HEAD).toBeGreaterThan(PIECE_HEADER_LENGTH);
  });

  it('tells what is sent as it was handed to the socket', async () => {
    const { connection, told: seen } = await traced();
    const request = { type: 'request', piece: 1, begin: 0, length: 9 } as const;
    connection.send({ type: 'unchoke' });
    connection.sendBlock(Promise.resolve(piece), BLOCK_LENGTH);
    connection.send(request);
    connection.send({ type: 'keep-alive' });
    await until(() => seen.length === 4 || `${seen.length} messages were told`);
    expect(seen).toEqual([
      told('sent', 'unchoke', encodeMessage({ type: 'unchoke' })),
      told('sent', 'piece', piece),
      told('sent', 'request', encodeMessage(request)),
      told('sent', 'keep-alive', encodeMessage({ type: 'keep-alive' })),
    ]);
  });

  it('tells the bytes for which it ended', async () => {
    const { peer, told: seen, closings } = await traced();
    const broken = Uint8Array.of(0, 0, 0, 2, 0, 7, 7);
    peer.write(concatBytes([have, broken]));
    await until(() => closings.length > 0 || 'not closed');
    expect(seen).toEqual([told('received', 'have', have), told('received', 'broken', broken)]);
  });
});

describe('a daemon with --trace wire', () => {
  it('tells everything from the handshakes on, and which torrent it is about', async () => {
    const contents = ['film', 'song'].map((name, seed) => ({ name, bytes: someBytes(BLOCK_LENGTH, seed) }));
    const torrents = contents.map(({ name, bytes }) => fileTorrent(name, bytes, BLOCK_LENGTH));
    const events: { event: SwarmEvent; infoHash: string }[] = [];
    const { daemon: seed } = await daemonAt('127.83.3.2', {
      traceWire: true,
      engine: { eventLevel: 'peer' },
      events: { emit: (event, infoHash) => events.push({ event, infoHash }) },
    });
    const leech = await daemonAt('127.83.3.3');
    const dir = temporaryFolder();
    for (const { name, bytes } of contents) writeFileSync(join(dir, name), bytes);
    for (const torrent of torrents) {
      await seed.add(torrent, { dir });
      await complete(await leech.daemon.add(torrent, { dir: temporaryFolder(), connect: [seed.listen] }));
    }
    for (const { infoHash, infoHashHex } of torrents) {
      const wire = events.flatMap(({ event, infoHash: of }) =>
        of === infoHashHex && event.type === 'wire' ? [event] : [],
      );
      expect(wire.slice(0, 2)).toMatchObject([
        { direction: 'received', message: 'handshake', length: 68 },
        { direction: 'sent', message: 'handshake', length: 68 },
      ]);
      const theirs = Uint8Array.from(Buffer.from(wire[0]?.hex ?? '', 'hex'));
      expect(theirs).toEqual(encodeHandshake({ infoHash, peerId: theirs.subarray(48) }));
      const said = wire.map(({ direction, message }) => `${direction} ${message}`);
      for (const line of ['sent bitfield', 'received interested', 'sent unchoke', 'received request', 'sent piece']) {
        expect(said).toContain(line);
      }
    }
    expect(leech.events.filter(({ type }) => type === 'wire')).toEqual([]);
  });
});
