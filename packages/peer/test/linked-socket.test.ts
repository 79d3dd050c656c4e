import { connect, createServer, type Socket } from 'node:net';
import type { LinkSettings } from '@seedbed/netem';
import { BLOCK_LENGTH, PIECE_HEADER_LENGTH } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { AccessLink } from '../src/io/net/access-link.ts';
import { someBytes } from './support/content.ts';
import { until } from './support/until.ts';

const HOST = '127.83.9.1';
const PEER = '127.83.9.2';
const OTHER = '127.83.9.3';
/** A whole `piece` message: what takes one turn. */
const TURN = PIECE_HEADER_LENGTH + BLOCK_LENGTH;

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});

/** A link whose time is what the test says. */
const linkAt = (settings: Partial<LinkSettings>) => {
  const clock = { now: 0 };
  const link = new AccessLink(settings, { now: () => clock.now, random: () => 0.999 });
  cleanups.push(() => link.close());
  return { link, clock };
};

/** A socket behind the link, and the bare one at its other end. */
const pair = async (link: AccessLink, ip = PEER) => {
  const server = createServer({ noDelay: true });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as { port: number };
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const peer = connect({ host: HOST, port, localAddress: ip, noDelay: true });
  const socket = await accepted;
  const linked = link.attach(socket, ip);
  const told: string[] = [];
  const here: Uint8Array[] = [];
  const there: Uint8Array[] = [];
  linked.on('data', (bytes: Uint8Array) => {
    if (told.at(-1) !== 'data') told.push('data');
    here.push(Uint8Array.from(bytes));
  });
  linked.on('error', () => told.push('error')).on('end', () => told.push('end'));
  linked.on('close', () => told.push('close'));
  peer.on('data', (bytes) => there.push(bytes)).on('error', () => {});
  cleanups.push(() => {
    peer.destroy();
    socket.destroy();
    server.close();
  });
  const lengthOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0);
  return {
    linked,
    peer,
    told,
    received: () => Buffer.concat(here),
    receivedThere: () => Buffer.concat(there),
    comes: (length: number) =>
      until(() => lengthOf(here) === length || `${lengthOf(here)} of ${length} bytes came to us`),
    comesThere: (length: number) =>
      until(() => lengthOf(there) === length || `${lengthOf(there)} of ${length} bytes came to the peer`),
  };
};

/** Until bytes that the link lets go had all the time to be there. */
const exchange = async (other: Awaited<ReturnType<typeof pair>>): Promise<void> => {
  const before = other.receivedThere().length;
  other.linked.write(Buffer.from('x'));
  await other.comesThere(before + 1);
};

describe('LinkedSocket, sending', () => {
  it('is not in the way without a limit and a delay', async () => {
    const { link } = linkAt({});
    const { linked, comesThere, receivedThere } = await pair(link);
    const bytes = someBytes(300_000);
    expect(linked.isPaced).toBe(false);
    linked.write(bytes);
    await comesThere(bytes.length);
    expect(receivedThere().equals(bytes)).toBe(true);
    expect(link.use().upload).toMatchObject({ bytes: bytes.length, busy: 0 });
  });

  it('lets a block leave when the one before it is paid for, whichever connection has it', async () => {
    const { link, clock } = linkAt({ upload: TURN });
    const one = await pair(link);
    const other = await pair(link, OTHER);
    const done: string[] = [];
    one.linked.write(someBytes(3 * TURN), () => done.push('one'));
    other.linked.write(someBytes(TURN), () => done.push('other'));
    await one.comesThere(TURN);
    expect(done).toEqual([]);
    expect([one.linked.writableLength, other.linked.writableLength]).toEqual([2 * TURN, TURN]);
    clock.now = 1_000;
    await one.comesThere(2 * TURN);
    clock.now = 2_000;
    await other.comesThere(TURN);
    await until(() => done.length === 1 || 'not told that a block left');
    expect(one.receivedThere()).toHaveLength(2 * TURN);
    clock.now = 3_000;
    await one.comesThere(3 * TURN);
    await until(() => done.length === 2 || 'not told that a block left');
    expect(done).toEqual(['other', 'one']);
    expect(link.use().upload.bytes).toBe(4 * TURN);
  });

  it('holds bytes for the latency, and their memory no longer than the rate', async () => {
    const { link, clock } = linkAt({ latency: 100 });
    const { linked, peer, comesThere, receivedThere } = await pair(link);
    const bytes = someBytes(1_000);
    const copy = Uint8Array.from(bytes);
    let isDone = false;
    linked.write(bytes, () => {
      isDone = true;
    });
    expect(isDone).toBe(true);
    bytes.fill(0);
    linked.end();
    expect(linked.writableLength).toBe(1_000);
    expect(receivedThere()).toHaveLength(0);
    const ended = new Promise((resolve) => peer.once('end', resolve));
    clock.now = 100;
    await comesThere(1_000);
    expect(receivedThere().equals(copy)).toBe(true);
    await ended;
  });

  it('keeps blocks back that its queue has no room for', async () => {
    const { link, clock } = linkAt({ upload: 64 * 1024 });
    const { linked, comesThere } = await pair(link);
    let written = 0;
    const offer = (): void => {
      do {
        linked.write(someBytes(TURN));
        written += TURN;
      } while (link.gate.ask(TURN, offer) === undefined);
    };
    offer();
    await until(() => linked.writableLength >= 64 * 1024 || `${linked.writableLength} bytes wait`);
    await comesThere(TURN);
    // One has left at once, and one may lie across the end.
    expect(linked.writableLength).toBeLessThan(64 * 1024 + TURN);
    const before = written;
    clock.now = 1_000;
    await until(() => written > before || 'no block was let in');
    expect(link.gate.narrowest).toBe(64 * 1024);
  });
});

describe('LinkedSocket, receiving', () => {
  it('shares the rate, reads no further than the queue has room, and tells an end behind the bytes', async () => {
    const { link, clock } = linkAt({ download: 20 * TURN });
    const { linked, peer, told, received } = await pair(link);
    const bytes = someBytes(20 * TURN);
    peer.end(bytes);
    for (let steps = 0; received().length < bytes.length; steps++) {
      const before = received().length;
      clock.now = steps * 50;
      await until(() => received().length > before || `nothing came after ${before} bytes`);
      // The rate, its burst of 50 ms, and a block.
      expect(received().length).toBeLessThanOrEqual((steps + 1) * TURN + TURN);
      // The queue, a read that lies across its end, and one that the system's socket keeps.
      expect(linked.readableLength).toBeLessThanOrEqual(3 * 64 * 1024);
    }
    // An end takes a turn, too.
    clock.now += 1_000;
    await until(() => told.at(-1) === 'close' || `told ${told}`);
    expect(told).toEqual(['data', 'end', 'close']);
    expect(received().equals(bytes)).toBe(true);
    expect(link.use().download).toMatchObject({ bytes: bytes.length });
  });

  it('keeps what arrives while nobody reads', async () => {
    const { link, clock } = linkAt({ latency: 50 });
    const { linked, peer, comes, told } = await pair(link);
    linked.pause();
    peer.end(someBytes(1_000));
    linked.resume();
    await until(() => linked.readableLength === 1_000 || `${linked.readableLength} bytes are on their way`);
    linked.pause();
    clock.now = 50;
    expect(told).toEqual([]);
    linked.resume();
    await comes(1_000);
    clock.now = 100;
    await until(() => told.at(-1) === 'close' || `told ${told}`);
  });

  it('tells that it is gone at once when we end it', async () => {
    const { link } = linkAt({ latency: 1_000 });
    const { linked, peer, told } = await pair(link);
    peer.write(someBytes(100));
    await until(() => linked.readableLength === 100 || 'nothing on its way');
    linked.destroy();
    await until(() => told.length > 0 || 'nothing told');
    expect(told).toEqual(['close']);
  });
});

describe('AccessLink', () => {
  it('cuts the way to an address and loses nothing', async () => {
    const { link } = linkAt({});
    const cut = await pair(link);
    const other = await pair(link, OTHER);
    link.setUnreachable([PEER]);
    expect([link.reaches(PEER), link.reaches(OTHER)]).toEqual([false, true]);
    const bytes = someBytes(500_000);
    cut.linked.write(bytes);
    cut.peer.write(bytes);
    await exchange(other);
    expect(cut.received()).toHaveLength(0);
    expect(cut.receivedThere()).toHaveLength(0);
    link.setUnreachable([]);
    await Promise.all([cut.comes(bytes.length), cut.comesThere(bytes.length)]);
    expect(cut.received().equals(bytes) && cut.receivedThere().equals(bytes)).toBe(true);
  });

  it('loses no byte and keeps the order while it changes all the time', async () => {
    const clock = { now: 0 };
    // Time goes on as often as it is asked for.
    const now = (): number => {
      clock.now += 1;
      return clock.now;
    };
    const link = new AccessLink({}, { now, random: () => 0.5 });
    cleanups.push(() => link.close());
    const { linked, peer, comes, comesThere, received, receivedThere } = await pair(link);
    const bytes = someBytes(3_000_000);
    const turns: Partial<LinkSettings>[] = [
      { upload: 20_000_000, download: 30_000_000 },
      { latency: 5, jitter: 5, loss: 0.6 },
      {},
      { upload: 50_000_000, latency: 2 },
    ];
    let turn = 0;
    let isOver = false;
    const change = (): void => {
      if (isOver) return;
      link.set(turns[turn % turns.length] ?? {});
      link.setUnreachable(turn % 7 === 3 ? [PEER] : []);
      turn++;
    };
    peer.on('data', change);
    linked.on('data', change);
    for (let at = 0; at < bytes.length; at += 100_000) {
      linked.write(bytes.subarray(at, at + 100_000));
      peer.write(bytes.subarray(at, at + 100_000));
      await new Promise((resolve) => setImmediate(resolve));
      change();
    }
    isOver = true;
    link.setUnreachable([]);
    await Promise.all([comes(bytes.length), comesThere(bytes.length)]);
    expect(received().equals(bytes)).toBe(true);
    expect(receivedThere().equals(bytes)).toBe(true);
    expect(turn).toBeGreaterThan(30);
  });

  it('refuses what makes no sense, and stays as it was', () => {
    const { link } = linkAt({ upload: 1_000 });
    expect(() => link.set({ upload: 5, download: 0 })).toThrow(RangeError);
    expect(() => link.set({ jitter: 1 })).toThrow(RangeError);
    expect(() => linkAt({ loss: 2 })).toThrow(RangeError);
    expect(link.gate.narrowest).toBe(1_000);
  });
});
