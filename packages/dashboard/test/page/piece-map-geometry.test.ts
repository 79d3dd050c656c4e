import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PieceMapGeometry } from '../../src/page/pieces/piece-map-geometry.ts';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 1_200 }),
  pieces: fc.integer({ min: 1, max: 20_000 }),
  width: fc.integer({ min: 200, max: 4_000 }),
  height: fc.integer({ min: 150, max: 2_000 }),
});

describe('the piece map', () => {
  test('has each piece in exactly one column, in order', () => {
    fc.assert(
      fc.property(sizes, ({ rows, pieces, ...room }) => {
        const geometry = new PieceMapGeometry(rows, pieces, room);
        let next = 0;
        let isInOrder = true;
        for (let column = 0; column < geometry.columns; column += 1) {
          const [from, to] = geometry.placesOf(column);
          isInOrder &&= from === next && to > from;
          next = to;
        }
        expect(isInOrder).toBe(true);
        expect(next).toBe(pieces);
      }),
    );
  });

  test('finds the cell that was drawn at a place', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 0.999, noNaN: true }), ({ rows, pieces, ...room }, at) => {
        const geometry = new PieceMapGeometry(rows, pieces, room);
        const { map } = geometry;
        const cell = geometry.cellAt(map.x + at * map.width, map.y + at * map.height);
        expect(cell?.column).toBe(Math.floor(at * geometry.columns));
        expect(cell?.row).toBe(Math.floor(at * rows));
      }),
    );
  });

  test('places its pieces in the order that it is given', () => {
    const geometry = new PieceMapGeometry(1, 3, { width: 500, height: 300 }, Uint32Array.of(2, 0, 1));
    expect([0, 1, 2].map((place) => geometry.pieceAt(place))).toEqual([2, 0, 1]);
    expect(new PieceMapGeometry(1, 3, { width: 500, height: 300 }).pieceAt(2)).toBe(2);
  });

  test('has no cell outside', () => {
    const geometry = new PieceMapGeometry(3, 10, { width: 500, height: 300 });
    const { map } = geometry;
    expect(geometry.cellAt(map.x - 1, map.y)).toBeUndefined();
    expect(geometry.cellAt(map.x, map.y + map.height)).toBeUndefined();
  });
});
