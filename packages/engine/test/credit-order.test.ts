import { Bitfield } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { creditOrder } from '../src/credit-order.ts';
import { defaultTorrentOptions } from '../src/index.ts';
import { PeerSession } from '../src/peer-session.ts';
import { peerIdOf } from './torrent-bench.ts';

const PIECE = 100;

interface Facts {
  readonly gave?: number;
  readonly got?: number;
  readonly servedAt?: number;
  /** Pieces it asks for, the oldest request first; those of which it was sent some. */
  readonly asks?: readonly number[];
  readonly begun?: readonly number[];
  /** Pieces that it holds, the first so many; one by default. */
  readonly holds?: number;
}

/** The turn that is given, as the place of its peer in the list and the piece. */
function turn(...peers: readonly Facts[]): readonly [number, number] | undefined {
  const sessions = peers.map(({ gave = 0, got = 0, servedAt = 0, asks = [7], begun = [], holds = 1 }, key) => {
    const session = new PeerSession({
      key,
      address: { ip: '127.0.0.1', port: 6881 },
      direction: 'incoming',
      peerId: peerIdOf(key),
      remote: `peer ${key}`,
      bitfield: new Bitfield(8),
      limits: defaultTorrentOptions,
      have: 0,
      now: 0,
    });
    Object.assign(session, { downloaded: gave, uploaded: got, servedAt });
    for (let piece = 0; piece < holds; piece++) session.bitfield.set(piece);
    for (const piece of asks) session.uploads.push({ piece, begin: 0, length: 1 });
    for (const piece of begun) session.begun.set(piece, 1);
    return session;
  });
  const next = creditOrder(sessions, PIECE);
  return next && [next.session.key, next.piece];
}

const first = (...peers: readonly Facts[]): number | undefined => turn(...peers)?.[0];

describe('the next turn of a leech', () => {
  it('is for who gave most beyond what it got', () => {
    expect(first({ gave: 300, got: 300 }, { gave: 100 })).toBe(1);
    expect(first({}, { gave: 300, got: 200 })).toBe(1);
    expect(first({ gave: 300, got: 200 }, {})).toBe(0);
    expect(first({ gave: 100 }, { gave: 200 }, { gave: 100 })).toBe(1);
  });

  it('is for a stranger before a debtor', () => {
    expect(first({ got: 1 }, {})).toBe(1);
    expect(first({}, { got: 1 })).toBe(0);
  });

  it('counts whole pieces', () => {
    expect(first({}, { gave: PIECE - 1 })).toBe(0);
    expect(first({}, { gave: PIECE })).toBe(1);
  });

  it('is of equals for the one that waits longest, and of those never served for the one that came first', () => {
    expect(first({ servedAt: 5 }, { servedAt: 3 }, { servedAt: 4 })).toBe(1);
    expect(first({ servedAt: 3 }, { servedAt: 5 })).toBe(0);
    expect(first({ servedAt: 3 }, { gave: PIECE, servedAt: 5 })).toBe(1);
    expect(first({}, {}, {})).toBe(0);
  });

  it('is for the piece that was begun, else for the one asked for first', () => {
    expect(turn({ asks: [1, 2, 3], begun: [2] })).toEqual([0, 2]);
    expect(turn({ asks: [1, 2], begun: [4] })).toEqual([0, 1]);
    expect(turn({ asks: [1, 2] })).toEqual([0, 1]);
  });

  it('is for nobody when nobody asks', () => {
    expect(turn()).toBeUndefined();
  });

  it('is for a newcomer before all others, until it has had a whole piece', () => {
    expect(turn({ gave: 900 }, { holds: 0 })?.[0]).toBe(1);
    expect(turn({ gave: 900 }, { holds: 0, got: PIECE - 1 })?.[0]).toBe(1);
    expect(turn({ gave: 900 }, { holds: 0, got: PIECE })?.[0]).toBe(0);
  });

  it('is of equals for the one that holds least', () => {
    expect(turn({ holds: 3, servedAt: 1 }, { holds: 2, servedAt: 2 })?.[0]).toBe(1);
    expect(turn({ holds: 3, gave: PIECE }, { holds: 2 })?.[0]).toBe(0);
  });
});
