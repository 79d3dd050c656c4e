import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentLayout, type LaidOutFile } from '../src/io/storage/content-layout.ts';

const laidOut = (lengths: readonly number[]): LaidOutFile[] => {
  let offset = 0;
  return lengths.map((length) => {
    const file = { length, offset, padding: false };
    offset += length;
    return file;
  });
};

describe('ContentLayout', () => {
  it('cuts a range at the ends of files', () => {
    const layout = new ContentLayout(laidOut([10, 5, 20]));
    expect(layout.segments(8, 10)).toEqual([
      { file: 0, fileOffset: 8, offset: 0, length: 2, padding: false },
      { file: 1, fileOffset: 0, offset: 2, length: 5, padding: false },
      { file: 2, fileOffset: 0, offset: 7, length: 3, padding: false },
    ]);
  });

  it('passes over files of no bytes, wherever they stand', () => {
    const layout = new ContentLayout(laidOut([0, 4, 0, 0, 4, 0]));
    expect(layout.segments(0, 8).map(({ file, length }) => [file, length])).toEqual([
      [1, 4],
      [4, 4],
    ]);
    expect(layout.segments(4, 1).map(({ file }) => file)).toEqual([4]);
  });

  it('refuses a range beyond the last file', () => {
    expect(() => new ContentLayout(laidOut([10])).segments(5, 6)).toThrow(RangeError);
  });

  it('covers each byte of any range exactly once and in order', () => {
    const lengths = fc.array(fc.nat(50), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lengths, fc.nat(), fc.nat(), (sizes, a, b) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        fc.pre(total > 0);
        const offset = a % total;
        const length = 1 + (b % (total - offset));
        const files = laidOut(sizes);
        const bytes = new ContentLayout(files)
          .segments(offset, length)
          .flatMap((segment) =>
            Array.from(
              { length: segment.length },
              (_, i) => (files[segment.file]?.offset ?? 0) + segment.fileOffset + i,
            ),
          );
        expect(bytes).toEqual(Array.from({ length }, (_, i) => offset + i));
      }),
    );
  });
});
