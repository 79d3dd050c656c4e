import { connect, createServer, type Socket } from 'node:net';
import { encodeHandshake, HANDSHAKE_LENGTH } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { AccessLink } from '../src/io/net/access-link.ts';
import { PeerFaults } from '../src/io/net/peer-faults.ts';
import { type GreetedSocket, type Host, PeerSockets, type PeerSocketsOptions } from '../src/io/net/peer-sockets.ts';
import { silentLogger } from '../src/logger.ts';
import { until } from './support/until.ts';

const HOST = '127.83.2.1';
const INFO_HASH = new Uint8Array(20).fill(1);
const OTHER_HASH = new Uint8Array(20).fill(2);
const OURS = encodeHandshake({ infoHash: INFO_HASH, peerId: new Uint8Array(20).fill(65) });
const THEIRS = encodeHandshake({ infoHash: INFO_HASH, peerId: new Uint8Array(20).fill(66) });

const freeLink = (): AccessLink => new AccessLink({}, { now: () => 0, random: () => 0 });

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const open = async (options: Partial<PeerSocketsOptions> = {}, link = freeLink()) => {
  const greeted: GreetedSocket[] = [];
  const refusals: string[] = [];
  const host: Host = { handshake: OURS, infoHash: INFO_HASH, accept: (socket) => greeted.push(socket) };
  const refused = (_: unknown, text: string): unknown => refusals.push(text);
  const log = { ...silentLogger, debug: refused, warn: refused };
  const sockets = await PeerSockets.open(
    { ip: HOST, port: 0 },
    { log, faults: new PeerFaults(log), hostOf: (infoHash) => (infoHash[0] === 1 ? host : undefined), link },
    { maxConnections: 10, maxPending: 5, handshakeTimeout: 5_000, ...options },
  );
  cleanups.push(() => sockets.close());
  return { sockets, greeted, refusals, host };
};

const dialIn = async (
  sockets: PeerSockets,
  localAddress = '127.83.2.2',
): Promise<{ peer: Socket; received: () => Buffer }> => {
  const peer = connect({ host: HOST, port: sockets.address.port, localAddress, noDelay: true });
  const chunks: Buffer[] = [];
  peer.on('data', (bytes) => chunks.push(bytes)).on('error', () => {});
  cleanups.push(() => peer.destroy());
  await new Promise((resolve) => peer.once('connect', resolve));
  return { peer, received: () => Buffer.concat(chunks) };
};

/** A listener that does with each connection what the test says. */
const listener = async (onSocket: (socket: Socket) => void): Promise<number> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    cleanups.push(() => socket.destroy());
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.83.2.3', resolve));
  cleanups.push(() => server.close());
  return (server.address() as { port: number }).port;
};

/** The outcome of a dial, in a word. */
const dial = (sockets: PeerSockets, host: Host, port: number): Promise<string | GreetedSocket> =>
  new Promise((resolve) => sockets.dial({ ip: '127.83.2.3', port }, host, resolve, resolve));

describe('PeerSockets, dialled', () => {
  it('answers as soon as the info hash is in, before the peer id', async () => {
    const { sockets, greeted } = await open();
    const { peer, received } = await dialIn(sockets);
    peer.write(THEIRS.subarray(0, 48));
    await until(() => received().length === HANDSHAKE_LENGTH || `${received().length} bytes came`);
    expect(received().equals(OURS)).toBe(true);
    expect(greeted).toEqual([]);
    peer.write(Buffer.concat([THEIRS.subarray(48), Buffer.from('rest')]));
    await until(() => greeted.length > 0 || 'not accepted');
    expect(greeted[0]).toMatchObject({ address: { ip: '127.83.2.2' } });
    expect(Buffer.from(greeted[0]?.rest ?? []).toString()).toBe('rest');
  });

  it('takes a handshake byte by byte', async () => {
    const { sockets, greeted } = await open();
    const { peer } = await dialIn(sockets);
    for (const byte of THEIRS) await new Promise((resolve) => peer.write(Uint8Array.of(byte), resolve));
    await until(() => greeted.length > 0 || 'not accepted');
    expect(greeted[0]?.handshake.peerId).toEqual(new Uint8Array(20).fill(66));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /not a BitTorrent handshake/],
    ['another torrent', encodeHandshake({ infoHash: OTHER_HASH, peerId: OTHER_HASH }), /not here/],
  ])('sends away who speaks of %s', async (_, bytes, reason) => {
    const { sockets, greeted, refusals } = await open();
    const { peer, received } = await dialIn(sockets);
    peer.write(bytes);
    await until(() => peer.destroyed || 'still connected');
    expect(received()).toHaveLength(0);
    expect(refusals).toEqual([expect.stringMatching(reason)]);
    expect(greeted).toEqual([]);
  });

  it('sends away who does not shake hands in time', async () => {
    const { sockets, refusals } = await open({ handshakeTimeout: 20 });
    const { peer } = await dialIn(sockets);
    peer.write(THEIRS.subarray(0, 67));
    await until(() => peer.destroyed || 'still connected');
    expect(refusals).toEqual([expect.stringMatching(/no handshake within/)]);
    expect(sockets.size).toBe(0);
  });

  it('takes only so many connections in all', async () => {
    const { sockets, greeted } = await open({ maxConnections: 2 });
    for (const { peer } of [await dialIn(sockets), await dialIn(sockets)]) peer.write(THEIRS);
    await until(() => greeted.length === 2 || `${greeted.length} accepted`);
    const third = await dialIn(sockets);
    await until(() => third.peer.destroyed || 'the third is still connected');
  });

  it('takes only so many of one address', async () => {
    const { sockets, greeted } = await open({ maxPerAddress: 2 });
    const first = await dialIn(sockets);
    await dialIn(sockets);
    await until(() => sockets.size === 2 || `${sockets.size} connections`);
    const third = await dialIn(sockets);
    await until(() => third.peer.destroyed || 'the third is still connected');
    (await dialIn(sockets, '127.83.2.4')).peer.write(THEIRS);
    await until(() => greeted.length === 1 || 'another address is refused');
    first.peer.destroy();
    await until(() => sockets.size === 2 || 'the first is still there');
    (await dialIn(sockets)).peer.write(THEIRS);
    await until(() => greeted.length === 2 || 'what was left is still counted');
  });

  it('shows out the one that has waited longest, of the address that has most of them', async () => {
    const { sockets, greeted, refusals } = await open({ maxPending: 3 });
    const lonely = await dialIn(sockets, '127.83.2.4');
    const waiting = [await dialIn(sockets), await dialIn(sockets)];
    await until(() => sockets.size === 3 || `${sockets.size} connections`);
    const { peer } = await dialIn(sockets, '127.83.2.5');
    await until(() => waiting[0]?.peer.destroyed === true || 'the longest waiting of the busiest is still there');
    expect(refusals).toEqual([expect.stringMatching(/did not shake hands, and its place was needed/)]);
    for (const one of [lonely.peer, waiting[1]?.peer, peer]) one?.write(THEIRS);
    await until(() => greeted.length === 3 || `${greeted.length} accepted`);
  });
});

describe('PeerSockets, dialling', () => {
  it('shakes hands from its own address', async () => {
    const { sockets, host } = await open();
    const from: (string | undefined)[] = [];
    const port = await listener((socket) => {
      from.push(socket.remoteAddress);
      socket.on('data', () => socket.write(THEIRS));
    });
    const greeted = await dial(sockets, host, port);
    expect(greeted).toMatchObject({ address: { ip: '127.83.2.3', port } });
    expect(from).toEqual([HOST]);
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['hangs up', (socket) => socket.end(), /closed by the other side/],
    [
      'answers for another torrent',
      (socket) => socket.write(encodeHandshake({ infoHash: OTHER_HASH, peerId: OTHER_HASH })),
      /another torrent/,
    ],
    ['answers with rubbish', (socket) => socket.write('SSH-2.0'), /not a BitTorrent handshake/],
    ['says nothing', () => {}, /no handshake within/],
  ])('says why nothing came of it when the other side %s', async (_, act, reason) => {
    const { sockets, host } = await open({ handshakeTimeout: 50 });
    expect(await dial(sockets, host, await listener(act))).toMatch(reason);
    await until(() => sockets.size === 0 || `${sockets.size} connections`);
  });

  it('says so when nobody is there', async () => {
    const { sockets, host } = await open();
    const port = await listener(() => {});
    await cleanups.pop()?.();
    expect(await dial(sockets, host, port)).toBe('connection refused');
  });

  it('does not dial beyond its limit, nor to an address that it cannot reach from its own', async () => {
    const { sockets, host } = await open({ maxConnections: 0 });
    expect(await dial(sockets, host, 1)).toBe('too many connections');
    const other = await open();
    const reason = await new Promise((resolve) => other.sockets.dial({ ip: '::1', port: 1 }, host, resolve, resolve));
    expect(reason).toMatch(/other address family/);
  });

  it('tells of dials that are cut off when it closes', async () => {
    const { sockets, host } = await open();
    const outcome = dial(sockets, host, await listener(() => {}));
    await until(() => sockets.size === 1 || 'not dialled');
    await sockets.close();
    expect(await outcome).toMatch(/closed/);
  });
});

describe('listening', () => {
  it('says which port is taken', async () => {
    const { sockets } = await open();
    const { port } = sockets.address;
    await expect(
      PeerSockets.open(
        { ip: HOST, port },
        { log: silentLogger, faults: new PeerFaults(silentLogger), hostOf: () => undefined, link: freeLink() },
        { maxConnections: 1, maxPending: 1, handshakeTimeout: 1 },
      ),
    ).rejects.toMatchObject({
      name: 'ListenError',
      code: 'address-in-use',
      message: expect.stringContaining(`${HOST}:${port}`),
    });
  });

  it('says that an address is not ours', async () => {
    await expect(
      PeerSockets.open(
        { ip: '198.51.100.7', port: 0 },
        { log: silentLogger, faults: new PeerFaults(silentLogger), hostOf: () => undefined, link: freeLink() },
        { maxConnections: 1, maxPending: 1, handshakeTimeout: 1 },
      ),
    ).rejects.toMatchObject({ code: 'address-unavailable' });
  });
});
