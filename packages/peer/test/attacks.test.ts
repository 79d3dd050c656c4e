import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DaemonOptions } from '@seedbed/peer';
import { Bitfield, BLOCK_LENGTH, type EncodableMessage, encodeMessage, encodePiece } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { AttackingPeer } from './support/attacking-peer.ts';
import { fileTorrent, someBytes } from './support/content.ts';
import { complete, daemonAt, type TestDaemon } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const KIB = 1024;
const PIECE = 64 * KIB;
const CONTENT = someBytes(16 * PIECE + 777);
const torrent = fileTorrent('film', CONTENT, PIECE);
const MAX_UNREAD = 512 * KIB;
const MAX_WRITE_AHEAD = 128 * KIB;

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

interface Victim extends TestDaemon {
  readonly ip: string;
  /** The most bytes that it held for each of its peers, by its own account. */
  most(): number;
}

/** A seed that keeps an account of what it holds for peers. */
const seedAt = async (ip: string, options: DaemonOptions = {}): Promise<Victim> => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), CONTENT);
  const engine = { maxWriteAhead: MAX_WRITE_AHEAD, ...options.engine };
  const test = await daemonAt(ip, { ...options, engine, limits: { maxUnread: MAX_UNREAD, ...options.limits } });
  await complete(await test.daemon.add(torrent, { dir }));
  let most = 0;
  const account = setInterval(() => {
    const { peerBufferBytes, connections } = test.daemon.usage();
    most = Math.max(most, peerBufferBytes / Math.max(1, connections));
  }, 1);
  cleanups.push(() => clearInterval(account));
  return { ...test, ip, most: () => most };
};

/** An honest peer that comes and gets everything; what it has in the end is compared. */
const servesHonestPeer = async (victim: Victim, ip: string): Promise<void> => {
  const dir = temporaryFolder();
  const { daemon } = await daemonAt(ip);
  await complete(await daemon.add(torrent, { dir, connect: [victim.daemon.listen] }));
  expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
};

/** Why connections ended, other than for an ordinary reason, each reason once. */
const faults = ({ events, log }: TestDaemon): string[] => {
  const reasons = events.flatMap((event) => (event.type === 'disconnected' ? [event.reason] : []));
  const ordinary = ['both-complete', 'closed by the other side', 'connection reset by the other side'];
  const wire = log.filter((line) => line.startsWith('warn closed: '));
  return [...new Set([...wire, ...reasons.filter((reason) => !ordinary.includes(reason))])];
};

const request: EncodableMessage = { type: 'request', piece: 1, begin: 0, length: BLOCK_LENGTH };
const FLOODS: readonly [what: string, bytes: Uint8Array, reason: string][] = [
  ['requests while it is choked', encodeMessage(request), 'request-flood'],
  ['messages of unknown ids', Uint8Array.of(0, 0, 0, 2, 77, 7), 'message-flood'],
  [
    'large messages of unknown ids',
    Buffer.concat([Uint8Array.of(0, 1, 0, 1, 77), Buffer.alloc(65_536)]),
    'message-flood',
  ],
  ['blocks that nobody asked for', encodePiece(1, 0, someBytes(BLOCK_LENGTH)), 'unasked-blocks'],
  ['the same have', encodeMessage({ type: 'have', piece: 1 }), 'message-flood'],
  ['bitfields', encodeMessage({ type: 'bitfield', bitfield: new Bitfield(17) }), 'message-flood'],
  ['keep-alives', new Uint8Array(4), 'message-flood'],
  ['cancels', encodeMessage({ ...request, type: 'cancel' }), 'message-flood'],
  [
    'changes of interest',
    Buffer.concat([encodeMessage({ type: 'interested' }), encodeMessage({ type: 'not-interested' })]),
    'message-flood',
  ],
  ['chokes', Buffer.concat([encodeMessage({ type: 'unchoke' }), encodeMessage({ type: 'choke' })]), 'message-flood'],
];

describe('a peer that floods a daemon with', () => {
  it.each(FLOODS.map((flood, i) => [...flood, i + 1] as const))(
    '%s is sent away again and again, and an honest one is served meanwhile',
    async (_, bytes, reason, number) => {
      const victim = await seedAt(`127.84.1.${number}`);
      let isServed = false;
      const attack = async (): Promise<void> => {
        do {
          const peer = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: `127.84.2.${number}` });
          await peer.flood(bytes);
        } while (!isServed);
      };
      const attacking = attack();
      await servesHonestPeer(victim, `127.84.3.${number}`);
      isServed = true;
      await attacking;
      await until(() => faults(victim).includes(reason) || `closed for ${faults(victim)}`);
      expect(faults(victim).filter((fault) => !fault.startsWith('warn'))).toEqual([reason]);
      expect(victim.most()).toBeLessThanOrEqual(MAX_UNREAD + MAX_WRITE_AHEAD);
    },
  );

  it('requests, and reads none of the answers, is sent away, and little is held for it', async () => {
    const victim = await seedAt('127.84.4.1');
    const peer = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: '127.84.4.2' });
    await peer.say({ type: 'interested' });
    await peer.hears('unchoke');
    peer.socket.pause();
    const flooding = peer.flood(encodeMessage(request));
    await servesHonestPeer(victim, '127.84.4.3');
    await flooding;
    expect(faults(victim)).toContain('request-flood');
    expect(victim.most()).toBeLessThanOrEqual(MAX_UNREAD + MAX_WRITE_AHEAD);
  });
});

/** What is sent once, by name, and what the daemon says to it. */
const LIES: readonly [what: string, bytes: readonly Uint8Array[], reason: RegExp][] = [
  ['a length of 4 GiB', [Uint8Array.of(255, 255, 255, 255)], /^warn closed: message of 4294967295 bytes/],
  ['a bitfield that is too short', [Uint8Array.of(0, 0, 0, 2, 5, 0)], /^warn closed: bitfield message of 2 bytes/],
  [
    'a bitfield with spare bits',
    [Uint8Array.of(0, 0, 0, 4, 5, 0, 0, 1)],
    /^warn closed: bitfield has bits set after its 17 pieces/,
  ],
  ['a have of a piece that is not there', [encodeMessage({ type: 'have', piece: 17 })], /^bad-index$/],
  ['eleven requests beyond the piece', Array(11).fill(encodeMessage({ ...request, begin: PIECE })), /^bad-requests$/],
  ['a request of 128 KiB and a byte', [encodeMessage({ ...request, length: 131_073 })], /^request-too-long$/],
  ['a request of the wrong length', [Uint8Array.of(0, 0, 0, 2, 6, 0)], /^warn closed: message with id 6/],
];

describe('a peer that sends', () => {
  it.each(LIES.map((lie, i) => [...lie, i + 1] as const))('%s is sent away', async (_, bytes, reason, number) => {
    const victim = await seedAt(`127.84.5.${number}`);
    const peer = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: `127.84.6.${number}` });
    await peer.send(Buffer.concat(bytes));
    await until(() => peer.isClosed || 'still connected');
    await until(() => faults(victim).some((fault) => reason.test(fault)) || `closed for ${faults(victim)}`);
  });

  it('ten requests beyond the piece, two bitfields and one of them late, is borne', async () => {
    const victim = await seedAt('127.84.7.1');
    const peer = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: '127.84.7.2' });
    const bitfield = new Bitfield(17);
    bitfield.set(3);
    await peer.say({ type: 'have', piece: 1 }, { type: 'bitfield', bitfield }, { type: 'bitfield', bitfield });
    await peer.say(...Array.from({ length: 10 }, () => ({ ...request, begin: PIECE })), { type: 'interested' });
    await peer.hears('unchoke');
    await peer.say(request);
    await peer.hears('piece');
    expect(peer.isClosed).toBe(false);
  });
});

describe('connections that are of no use', () => {
  it('that shake hands byte by byte end in time, and keep nobody out', async () => {
    const victim = await seedAt('127.84.8.1', { limits: { handshakeTimeout: 100, maxPending: 4 } });
    const slow = async (): Promise<AttackingPeer> => {
      const peer = await AttackingPeer.dial(victim.daemon.listen, torrent, { from: '127.84.8.2' });
      await peer.greetSlowly();
      return peer;
    };
    const attackers = Promise.all(Array.from({ length: 20 }, slow));
    await servesHonestPeer(victim, '127.84.8.3');
    for (const peer of await attackers) await until(() => peer.isClosed || 'a slow handshake has no end');
    await until(() => victim.daemon.usage().connections === 0 || 'connections are left');
    expect(victim.log.some((line) => line.includes('no handshake within 0.1 s'))).toBe(true);
  });

  it('that say nothing keep nobody out', async () => {
    const victim = await seedAt('127.84.9.1', { limits: { maxPending: 4 } });
    const dial = () => AttackingPeer.dial(victim.daemon.listen, torrent, { from: '127.84.9.2' });
    const silent = await Promise.all(Array.from({ length: 30 }, dial));
    await until(() => silent.filter((peer) => !peer.isClosed).length === 4 || 'more than four wait');
    await servesHonestPeer(victim, '127.84.9.3');
  });

  it('of one address are only so many, and keep no other address out', async () => {
    const victim = await seedAt('127.84.10.1', { limits: { maxPerAddress: 5, maxConnections: 10 } });
    const greet = () => AttackingPeer.greet(victim.daemon.listen, torrent, { from: '127.84.10.2' });
    const many = await Promise.all(Array.from({ length: 30 }, greet));
    await until(() => many.filter((peer) => !peer.isClosed).length === 5 || 'not five are left');
    await servesHonestPeer(victim, '127.84.10.3');
  });

  it('of which one half is closed end, whether what was asked for is read or not', async () => {
    const victim = await seedAt('127.84.11.1');
    for (const isReading of [true, false]) {
      const peer = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: '127.84.11.2' });
      await peer.say({ type: 'interested' });
      await peer.hears('unchoke');
      if (!isReading) peer.socket.pause();
      await peer.say(...Array.from({ length: 400 }, () => request));
      peer.socket.end();
      await until(() => victim.daemon.usage().connections === 0 || 'still connected');
    }
  });
});
