import { BLOCK_LENGTH, type PeerMessage } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { pieces, TorrentBench } from './torrent-bench.ts';

const request: PeerMessage = { type: 'request', piece: 0, begin: 0, length: BLOCK_LENGTH };
const unknown: PeerMessage = { type: 'unknown', id: 20, length: 9 * 1024 };
const unasked: PeerMessage = { type: 'piece', piece: 1, begin: 0, length: BLOCK_LENGTH };

/** Ours is complete for its first half. */
const bench = (options = {}): TorrentBench => {
  const made = new TorrentBench({ have: '**  ', maxUselessMessages: 100, ...options });
  made.connect(1, { holds: '*   ' });
  made.said(1);
  return made;
};

const closings = (made: TorrentBench): string[] => made.of('close').map(({ reason }) => reason);

/** Sends it until the connection is closed; answers how often. */
const sendUntilClosed = (made: TorrentBench, next: (sent: number) => PeerMessage, pause = 0): number => {
  for (let sent = 1; sent <= 1_000; sent++) {
    made.tell(1, next(sent));
    if (closings(made).length > 0) return sent;
    made.now += pause;
  }
  return Number.POSITIVE_INFINITY;
};

describe('a peer that does not stop sending what is of no use', () => {
  it.each<[string, (sent: number) => PeerMessage, string, number]>([
    ['requests while it is choked', () => request, 'request-flood', 101],
    ['messages that BEP 3 does not know, by their size', () => unknown, 'message-flood', 11],
    ['blocks that nobody asked for, by their size', () => unasked, 'unasked-blocks', 6],
    ['keep-alives', () => ({ type: 'keep-alive' }), 'message-flood', 101],
    ['the same have', () => ({ type: 'have', piece: 0 }), 'message-flood', 101],
    ['the same bitfield', () => ({ type: 'bitfield', bitfield: pieces('*   ') }), 'message-flood', 100],
    ['cancels of nothing', () => ({ ...request, type: 'cancel' }), 'message-flood', 101],
    ['the same interest', () => ({ type: 'not-interested' }), 'message-flood', 101],
    ['chokes', (sent) => ({ type: sent % 2 === 0 ? 'choke' : 'unchoke' }), 'message-flood', 22],
    [
      'a change of interest',
      (sent) => ({ type: sent % 2 === 0 ? 'not-interested' : 'interested' }),
      'message-flood',
      103,
    ],
  ])('%s', (_, next, reason, most) => {
    const made = bench();
    expect(sendUntilClosed(made, next)).toBe(most);
    expect(closings(made)).toEqual([reason]);
  });

  it('is borne for as long as it is slow', () => {
    // A hundred in 20 s are forgotten as they come.
    expect(sendUntilClosed(bench(), () => request, 200)).toBe(Number.POSITIVE_INFINITY);
    expect(sendUntilClosed(bench(), () => request, 100)).toBeLessThan(250);
  });

  it('is closed for requests that it never takes the answers to', () => {
    const made = bench({ maxQueuedUploads: 10 });
    made.tell(1, 'interested');
    // Two are handed over, ten wait, a hundred are borne.
    expect(sendUntilClosed(made, () => request)).toBe(113);
    expect(closings(made)).toEqual(['request-flood']);
  });
});

describe('a peer that is honest', () => {
  it('may send every block once that was asked of it, though it was taken back', () => {
    const made = new TorrentBench({ have: '    ', blocks: 20, maxUselessMessages: 20 });
    made.connectGiver(1, '****');
    const asked = made.torrent.sessions()[0]?.pipeline.blocks() ?? [];
    expect(asked.length).toBeGreaterThan(1);
    made.tell(1, 'choke');
    made.handle({ type: 'storage-failed', reason: 'full' });
    for (const number of asked) made.give(1, Math.floor(number / 20), number % 20, true);
    expect(closings(made)).toEqual([]);
    // A second time nobody waits for them.
    for (const number of asked) made.give(1, Math.floor(number / 20), number % 20, true);
    expect(closings(made)).toEqual(['unasked-blocks']);
  });

  it('may change its interest with each piece that one of us comes to have', () => {
    const made = new TorrentBench({ have: ' '.repeat(200), blocks: 1, maxUselessMessages: 3 });
    made.connectGiver(1, '*'.repeat(200));
    made.connect(2);
    for (let piece = 0; piece < 150; piece++) {
      const [first = 0] = made.torrent.sessions()[0]?.pipeline.blocks() ?? [];
      made.give(1, first, 0);
      made.handle({ type: 'piece-verified', piece: first });
      made.tell(2, 'interested');
      made.tell(2, 'not-interested');
    }
    expect(closings(made)).toEqual([]);
  });
});

describe('a connection on which nobody is interested', () => {
  it('gives way after ten minutes, if all places are taken', () => {
    for (const [maxPeers, expected] of [
      [2, ['inactive']],
      [3, []],
    ] as const) {
      const made = new TorrentBench({ have: '**  ', maxPeers });
      made.connect(1, { holds: '*   ' });
      made.connect(2, { holds: '*   ' });
      made.tell(2, 'interested');
      for (let minute = 0; minute < 11; minute++) {
        made.wait(60_000);
        for (const key of [1, 2]) made.tell(key, 'keep-alive');
      }
      expect(closings(made)).toEqual(expected);
    }
  });
});

describe('a connection that a new one of the same peer was refused for', () => {
  it('is spoken to twice: a dead one breaks by that', () => {
    const made = new TorrentBench();
    made.connect(1, { id: 700, direction: 'outgoing' });
    made.connect(2, { id: 700 });
    expect(made.said(2)).toEqual(['close duplicate']);
    expect(made.said(1)).toEqual(['keep-alive']);
    made.wait(1_000);
    expect(made.said(1)).toEqual(['keep-alive']);
    made.wait(10_000);
    expect(made.said(1)).toEqual([]);
  });
});
