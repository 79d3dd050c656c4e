import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockRequest, UploadQueue } from '../src/upload-queue.ts';

const request = fc.record({ piece: fc.nat(3), begin: fc.nat(3), length: fc.nat(2) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ push: request }) },
  { weight: 3, arbitrary: fc.constant('shift' as const) },
  { weight: 2, arbitrary: fc.record({ cancel: request }) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
);

const same = (a: BlockRequest, b: BlockRequest): boolean =>
  a.piece === b.piece && a.begin === b.begin && a.length === b.length;

describe('UploadQueue', () => {
  it('is a list to which is added at the end and from which is taken at the front', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const queue = new UploadQueue();
        const list: BlockRequest[] = [];
        for (const act of steps) {
          if (act === 'shift') expect(queue.shift()).toEqual(list.shift());
          else if (act === 'clear') {
            queue.clear();
            list.length = 0;
          } else if ('push' in act) {
            queue.push(act.push);
            list.push(act.push);
          } else {
            const at = list.findIndex((waiting) => same(waiting, act.cancel));
            expect(queue.cancel(act.cancel)).toBe(at >= 0);
            if (at >= 0) list.splice(at, 1);
          }
          expect(queue.size).toBe(list.length);
          expect(queue.peek()).toEqual(list[0]);
          const asked = new Set(list.map(({ piece }) => piece));
          expect(new Set(queue.pieces(Number.POSITIVE_INFINITY))).toEqual(asked);
          for (let piece = 0; piece <= 3; piece++)
            expect(queue.peekOf(piece)).toEqual(list.find((waiting) => waiting.piece === piece));
        }
        while (list.length > 0) expect(queue.shift()).toEqual(list.shift());
      }),
    );
  });

  it('names so many pieces, those that have waited longest', () => {
    const queue = new UploadQueue();
    for (const piece of [7, 3, 7, 5, 1]) queue.push({ piece, begin: queue.size, length: 1 });
    expect(queue.pieces(3)).toEqual([7, 3, 5]);
    expect(queue.pieces(0)).toEqual([]);
    queue.shift();
    expect(queue.pieces(1)).toEqual([7]);
    queue.cancel({ piece: 7, begin: 2, length: 1 });
    expect(queue.pieces(9)).toEqual([3, 5, 1]);
  });

  it('stays in order over a long time of taking and adding', () => {
    const queue = new UploadQueue();
    for (let piece = 0; piece < 100; piece++) queue.push({ piece, begin: 0, length: 1 });
    for (let piece = 100; piece < 10_000; piece++) {
      expect(queue.shift()?.piece).toBe(piece - 100);
      queue.push({ piece, begin: 0, length: 1 });
    }
    expect(queue.size).toBe(100);
  });
});
