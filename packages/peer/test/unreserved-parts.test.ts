import { Bitfield } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreservedParts } from '../src/io/storage/unreserved-parts.ts';
import { folderTorrent } from './support/content.ts';

const layout = fc.array(
  fc.record({ length: fc.oneof(fc.constant(0), fc.nat(300)), padding: fc.boolean(), reserved: fc.nat(400) }),
  { minLength: 1, maxLength: 8 },
);

describe('unreservedParts', () => {
  it('are every byte of a missing piece that has no place yet, once, in order, in small steps', () => {
    fc.assert(
      fc.property(
        layout,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 150 }),
        fc.array(fc.nat()),
        (sizes, pieceLength, step, there) => {
          fc.pre(sizes.some(({ length }) => length > 0));
          const { files, geometry } = folderTorrent(
            'tree',
            sizes.map(({ length, padding }, index) => ({
              path: [String(index)],
              bytes: new Uint8Array(length),
              ...(padding && { attr: 'p' }),
            })),
            pieceLength,
          );
          const have = new Bitfield(geometry.pieceCount);
          for (const piece of there) have.set(piece % geometry.pieceCount);
          const reserved = (file: number): number => sizes[file]?.reserved ?? 0;

          const expected = files.flatMap(({ offset, length, padding }, file) =>
            Array.from({ length }, (_, at) => offset + at).filter(
              (at) => !padding && at - offset >= reserved(file) && !have.has(Math.floor(at / pieceLength)),
            ),
          );
          const parts = [...unreservedParts(files, geometry, have, reserved, step)];
          expect(parts.flatMap(({ offset, length }) => Array.from({ length }, (_, at) => offset + at))).toEqual(
            expected,
          );
          for (const { length } of parts) expect(length).toBeLessThanOrEqual(step);
        },
      ),
    );
  });
});
