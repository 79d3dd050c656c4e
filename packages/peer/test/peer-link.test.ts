import type { TorrentInput } from '@seedbed/engine';
import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { PeerLink } from '../src/io/net/peer-link.ts';

const PEER = 7;

/** A torrent that wants the blocks that the test says, and writes down what happens to them. */
const setUp = () => {
  const state = { isExpected: true, isKept: true };
  const inputs: TorrentInput[] = [];
  const writes: string[] = [];
  const link = new PeerLink(PEER, {
    expects: () => state.isExpected,
    openBlock: (piece) => ({
      write: (data, offset) => writes.push(`${piece}: ${data.length} at ${offset}`),
      end: (keep) => keep && state.isKept,
      abort: () => writes.push('abort'),
    }),
    handle: (input) => inputs.push(input),
    blockFailed: () => {},
    disconnected: (peer, reason) => inputs.push({ type: 'disconnected', peer, reason }),
  });
  const start = (): void => {
    link.blockStart(3, 0, BLOCK_LENGTH);
    link.blockData(new Uint8Array(100), 0);
  };
  const finish = (): void => {
    link.blockData(new Uint8Array(BLOCK_LENGTH - 100), 100);
    link.blockEnd();
  };
  return { state, inputs, writes, link, start, finish };
};

const piece = { type: 'piece', piece: 3, begin: 0, length: BLOCK_LENGTH };

describe('PeerLink', () => {
  it('hands the payload on and tells the engine when the block is in its place', () => {
    const { inputs, writes, start, finish } = setUp();
    start();
    expect(inputs).toEqual([]);
    finish();
    expect(writes).toEqual(['3: 100 at 0', `3: ${BLOCK_LENGTH - 100} at 100`]);
    expect(inputs).toEqual([{ type: 'message', peer: PEER, message: piece }]);
  });

  it.each<[string, (state: { isExpected: boolean; isKept: boolean }) => void]>([
    ['that is not wanted any more when it is whole', (state) => Object.assign(state, { isExpected: false })],
    ['that somebody else sent sooner', (state) => Object.assign(state, { isKept: false })],
  ])('tells the engine that a block was dropped %s', (_, change) => {
    const { state, inputs, start, finish } = setUp();
    start();
    change(state);
    finish();
    expect(inputs).toEqual([{ type: 'message', peer: PEER, message: piece, dropped: true }]);
  });

  it('drops a block that was not asked for, also when it is asked for while it arrives', () => {
    const { state, inputs, writes, start, finish } = setUp();
    state.isExpected = false;
    start();
    state.isExpected = true;
    finish();
    expect(writes).toEqual([]);
    expect(inputs).toEqual([{ type: 'message', peer: PEER, message: piece, dropped: true }]);
  });

  it('lets others write the block when its sender is gone in the middle of it', () => {
    const { inputs, writes, link, start } = setUp();
    start();
    link.closed('reset', false);
    expect(writes.at(-1)).toBe('abort');
    expect(inputs).toEqual([{ type: 'disconnected', peer: PEER, reason: 'reset' }]);
  });
});
