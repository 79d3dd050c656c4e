import { Bitfield, BLOCK_LENGTH, type EncodableMessage, Geometry } from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { PieceFetch } from '../src/wire/piece-fetch.ts';

// Two pieces: eight blocks, and a last one of a block and a half.
const geometry = new Geometry(8 * BLOCK_LENGTH + BLOCK_LENGTH * 1.5, 8 * BLOCK_LENGTH);

const bitfieldOf = (...pieces: number[]): Bitfield => {
  const bitfield = new Bitfield(geometry.pieceCount);
  for (const piece of pieces) bitfield.set(piece);
  return bitfield;
};

const brief = (messages: readonly EncodableMessage[]): string[] =>
  messages.map((message) =>
    message.type === 'request' ? `${message.begin / BLOCK_LENGTH}+${message.length}` : message.type,
  );

describe('one piece from one peer', () => {
  test('interest, five requests at once, one more for each block', () => {
    const fetch = new PieceFetch(geometry, 0);
    expect(fetch.state).toBe('unknown');
    expect(brief(fetch.receive({ type: 'bitfield', bitfield: bitfieldOf(0, 1) }))).toEqual(['interested']);
    expect(fetch.state).toBe('choked');
    expect(brief(fetch.receive({ type: 'unchoke' }))).toEqual([0, 1, 2, 3, 4].map((block) => `${block}+16384`));
    expect(fetch.state).toBe('asking');
    expect(brief(fetch.blockArrived(0))).toEqual(['5+16384']);
    for (const block of [1, 2, 3, 4, 5, 6, 7]) fetch.blockArrived(block * BLOCK_LENGTH);
    expect([fetch.state, fetch.arrived]).toEqual(['whole', 8]);
  });

  test('the last block has the length that is left', () => {
    const fetch = new PieceFetch(geometry, 1);
    fetch.receive({ type: 'bitfield', bitfield: bitfieldOf(1) });
    expect(brief(fetch.receive({ type: 'unchoke' }))).toEqual(['0+16384', '1+8192']);
    expect(fetch.expects(1, BLOCK_LENGTH, 8192)).toBe(true);
    expect(fetch.expects(1, BLOCK_LENGTH, 8191)).toBe(false);
  });

  test('a choke makes what was asked for missing again', () => {
    const fetch = new PieceFetch(geometry, 1);
    fetch.receive({ type: 'bitfield', bitfield: bitfieldOf(1) });
    fetch.receive({ type: 'unchoke' });
    fetch.blockArrived(0);
    expect(brief(fetch.receive({ type: 'choke' }))).toEqual([]);
    expect([fetch.state, fetch.expects(1, BLOCK_LENGTH, 8192)]).toEqual(['choked', false]);
    expect(brief(fetch.receive({ type: 'unchoke' }))).toEqual(['1+8192']);
  });

  test('a peer that unchokes us before it has the piece is asked as soon as it has', () => {
    const fetch = new PieceFetch(geometry, 1);
    expect(brief(fetch.receive({ type: 'unchoke' }))).toEqual([]);
    expect(brief(fetch.receive({ type: 'have', piece: 0 }))).toEqual([]);
    expect(fetch.state).toBe('unknown');
    expect(brief(fetch.receive({ type: 'have', piece: 1 }))).toEqual(['interested', '0+16384', '1+8192']);
    expect(brief(fetch.receive({ type: 'have', piece: 1 }))).toEqual([]);
  });

  test('a peer without the piece is known as such', () => {
    const fetch = new PieceFetch(geometry, 1);
    expect(brief(fetch.receive({ type: 'bitfield', bitfield: bitfieldOf(0) }))).toEqual([]);
    expect(fetch.state).toBe('without');
  });

  test('what nobody asked for is not expected, and changes nothing', () => {
    const fetch = new PieceFetch(geometry, 0);
    fetch.receive({ type: 'bitfield', bitfield: bitfieldOf(0) });
    fetch.receive({ type: 'unchoke' });
    expect(fetch.expects(0, 7 * BLOCK_LENGTH, BLOCK_LENGTH)).toBe(false);
    expect(fetch.expects(1, 0, BLOCK_LENGTH)).toBe(false);
    expect(fetch.expects(0, 1, BLOCK_LENGTH)).toBe(false);
    expect(fetch.expects(0, 2 ** 32 - BLOCK_LENGTH, BLOCK_LENGTH)).toBe(false);
    expect(brief(fetch.blockArrived(7 * BLOCK_LENGTH))).toEqual([]);
    fetch.blockArrived(0);
    expect(brief(fetch.blockArrived(0))).toEqual([]);
    expect(fetch.arrived).toBe(1);
    for (const type of ['keep-alive', 'interested', 'not-interested'] as const) {
      expect(fetch.receive({ type })).toEqual([]);
    }
  });
});
