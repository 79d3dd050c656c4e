import { connect, createServer, type Server, type Socket } from 'node:net';
import { ackBytes } from '@seedbed/netem';
import { BLOCK_LENGTH, encodeMessage, encodePiece, type PeerMessage } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { Connection, type ConnectionHandler } from '../src/io/net/connection.ts';
import { RateLimiter } from '../src/io/net/rate-limiter.ts';
import { blockMessage } from './support/block-message.ts';
import { someBytes } from './support/content.ts';
import { countingLimiter } from './support/counting-limiter.ts';
import { until } from './support/until.ts';

const HOST = '127.83.1.1';
const PIECES = 20;

/** Writes down everything a connection tells. */
class Recorder implements ConnectionHandler {
  readonly told: string[] = [];
  readonly blocks: Uint8Array[] = [];
  readonly taken: number[] = [];
  readonly failures: unknown[] = [];
  readonly closings: string[] = [];

  message(message: PeerMessage): void {
    this.told.push('piece' in message ? `${message.type} ${message.piece}` : message.type);
  }

  blockStart(piece: number, begin: number, length: number): void {
    this.told.push(`block ${piece} ${begin} ${length}`);
    this.blocks.push(new Uint8Array(length));
  }

  blockData(data: Uint8Array, offset: number): void {
    this.blocks.at(-1)?.set(data, offset);
  }

  blockEnd(): void {
    this.told.push('end');
  }

  blockTaken(length: number): void {
    this.taken.push(length);
  }

  blockFailed(error: unknown): void {
    this.failures.push(error);
  }

  closed(reason: string): void {
    this.closings.push(reason);
  }
}

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});

const UNLIMITED = Number.POSITIVE_INFINITY;

/** One connection of ours and the bare socket at its other end. */
const pair = async (downloads = new RateLimiter(UNLIMITED, () => 0), uploads = new RateLimiter(UNLIMITED, () => 0)) => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as { port: number };
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const peer = connect({ host: HOST, port, noDelay: true });
  const socket = await accepted;
  const handler = new Recorder();
  const connection = new Connection(
    { socket, uploads, downloads, handler },
    { pieceCount: PIECES, maxUnread: 4 * 1024 * 1024 },
  );
  const received: Buffer[] = [];
  peer.on('data', (bytes) => received.push(bytes)).on('error', () => {});
  cleanups.push(() => {
    peer.destroy();
    socket.destroy();
    server.close();
  });
  return { connection, handler, peer, socket, received: () => Buffer.concat(received) };
};

describe('Connection', () => {
  it('understands messages and blocks, however the socket splits them', async () => {
    const block = someBytes(BLOCK_LENGTH);
    const stream = Buffer.concat([
      encodeMessage({ type: 'have', piece: 3 }),
      encodeMessage({ type: 'unchoke' }),
      encodePiece(7, 0, block),
      encodeMessage({ type: 'keep-alive' }),
      encodePiece(8, BLOCK_LENGTH, block.subarray(0, 100)),
      encodeMessage({ type: 'request', piece: 1, begin: 0, length: BLOCK_LENGTH }),
    ]);
    const { handler, peer } = await pair();
    for (let at = 0; at < stream.length; ) {
      const length = at < 60 ? 1 : 3001;
      await new Promise((resolve) => peer.write(stream.subarray(at, at + length), resolve));
      at += length;
    }
    await until(() => handler.told.length === 8 || `told ${handler.told}`);
    expect(handler.told).toEqual([
      'have 3',
      'unchoke',
      `block 7 0 ${BLOCK_LENGTH}`,
      'end',
      'keep-alive',
      `block 8 ${BLOCK_LENGTH} 100`,
      'end',
      'request 1',
    ]);
    expect(handler.blocks).toEqual([block, block.subarray(0, 100)]);
  });

  it('sends messages and blocks in order and tells when a block has left', async () => {
    const { connection, handler, received } = await pair();
    const block = encodePiece(1, 0, someBytes(BLOCK_LENGTH));
    connection.send({ type: 'unchoke' });
    connection.sendBlock(Promise.resolve(blockMessage(block)), BLOCK_LENGTH);
    connection.send({ type: 'choke' });
    const expected = Buffer.concat([encodeMessage({ type: 'unchoke' }), block, encodeMessage({ type: 'choke' })]);
    await until(() => received().length === expected.length || `${received().length} bytes came`);
    expect(received().equals(expected)).toBe(true);
    await until(() => handler.taken.length > 0 || 'no block was told of');
    expect(handler.taken).toEqual([BLOCK_LENGTH]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a length of 4 GiB', Uint8Array.of(255, 255, 255, 255), /message of 4294967295 bytes/],
    ['a request of the wrong length', Uint8Array.of(0, 0, 0, 2, 6, 0), /./],
    ['noise', someBytes(100_000, 7), /./],
  ])('closes a peer that sends %s', async (_, bytes, reason) => {
    const { handler, peer } = await pair();
    peer.write(bytes);
    await until(() => handler.closings.length > 0 || 'not closed');
    expect(handler.closings).toHaveLength(1);
    expect(handler.closings[0]).toMatch(reason);
  });

  it('tells once and last that the other side is gone', async () => {
    for (const [leave, reason] of [
      [(peer: Socket) => peer.end(), /closed by the other side/],
      [(peer: Socket) => peer.resetAndDestroy(), /reset by the other side/],
    ] as const) {
      const { handler, peer } = await pair();
      leave(peer);
      await until(() => handler.closings.length > 0 || 'not closed');
      expect(handler.closings).toEqual([expect.stringMatching(reason)]);
    }
  });

  it('ends a connection after what was sent before, and ignores what still comes', async () => {
    const { connection, handler, peer, received } = await pair();
    connection.sendBlock(blockMessage(encodePiece(1, 0, someBytes(BLOCK_LENGTH))), BLOCK_LENGTH);
    connection.close('both-complete');
    connection.send({ type: 'unchoke' });
    peer.write(encodeMessage({ type: 'have', piece: 1 }));
    await until(() => handler.closings.length > 0 || 'not closed');
    expect(handler.closings).toEqual(['both-complete']);
    expect(received()).toHaveLength(13 + BLOCK_LENGTH);
    expect(handler.told).toEqual([]);
  });

  it('does not wait for ever for the other side to end', async () => {
    const { connection, handler, peer } = await pair();
    // It neither reads nor ends.
    peer.pause();
    connection.sendBlock(blockMessage(new Uint8Array(16 * 1024 * 1024)), BLOCK_LENGTH);
    connection.close('stopping');
    await until(() => handler.closings.length > 0 || 'not closed');
    expect(handler.closings).toEqual(['stopping']);
  });

  it('does not wait for ever for a peer that has ended to read what it was sent', async () => {
    const { connection, handler, peer } = await pair();
    peer.pause();
    connection.sendBlock(blockMessage(new Uint8Array(16 * 1024 * 1024)), BLOCK_LENGTH);
    await until(() => connection.buffered > 0 || 'nothing waits');
    peer.end();
    await until(() => handler.closings.length > 0 || 'not closed');
    expect(handler.closings).toEqual(['closed by the other side']);
  });

  it('closes a peer that never reads what is sent', async () => {
    const { connection, handler, peer } = await pair();
    peer.pause();
    const fillKernel = (): void => {
      for (let i = 0; i < 10_000; i++) connection.send({ type: 'have', piece: 1 });
    };
    await until(() => {
      fillKernel();
      return handler.closings.length > 0 || 'not closed';
    });
    expect(handler.closings).toEqual(['it does not read what is sent']);
  });

  it('reads nothing while the disk is behind', async () => {
    const { connection, handler, peer, socket } = await pair();
    connection.holdForDisk(true);
    peer.write(encodeMessage({ type: 'have', piece: 1 }));
    await until(() => socket.isPaused() || 'still read');
    connection.holdForDisk(false);
    await until(() => handler.told.length > 0 || 'nothing came');
    expect(handler.told).toEqual(['have 1']);
  });

  it('pauses the socket for as long as what it received has to be paid for', async () => {
    let now = 0;
    const { handler, peer, socket } = await pair(new RateLimiter(1_000_000, () => now));
    peer.write(encodePiece(0, 0, someBytes(128 * 1024)));
    await until(() => socket.isPaused() || `not paused, told ${handler.told}`);
    now += 1000;
    await until(() => handler.told.includes('end') || `told ${handler.told}`);
  });

  it('charges each direction for what acknowledges the other', async () => {
    const [downloads, uploads] = [countingLimiter(), countingLimiter()];
    const { connection, handler, peer, received } = await pair(downloads.limiter, uploads.limiter);
    const have = encodeMessage({ type: 'have', piece: 1 });
    peer.write(have);
    await until(() => handler.told.length > 0 || 'nothing came');
    expect(uploads.charged).toEqual([ackBytes(have.length)]);
    const block = encodePiece(0, 0, someBytes(BLOCK_LENGTH));
    connection.sendBlock(blockMessage(block), BLOCK_LENGTH);
    await until(() => received().length === block.length || `${received().length} bytes came`);
    expect(downloads.charged).toEqual([ackBytes(block.length)]);
    expect(downloads.asked).toEqual([have.length]);
    expect(uploads.asked).toEqual([block.length]);
  });

  it('ends the connection when a block can not be read, and says why', async () => {
    const { connection, handler } = await pair();
    const error = new Error('disk');
    connection.sendBlock(Promise.reject(error), BLOCK_LENGTH);
    await until(() => handler.closings.length > 0 || 'not closed');
    expect(handler.failures).toEqual([error]);
    expect(handler.closings).toEqual(['a block could not be read from the disk']);
  });
});
