import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONE, PeerSequences } from '../src/store/peer-sequences.ts';

const SEQUENCES = 3;

/** Runs of one and the same step, so that sequences grow far beyond their rows and come back. */
const runs = fc.array(
  fc.record({
    sequence: fc.nat({ max: SEQUENCES - 1 }),
    grows: fc.boolean(),
    times: fc.integer({ min: 1, max: 12 }),
    asked: fc.nat({ max: SEQUENCES - 1 }),
  }),
  { maxLength: 40, size: 'max' },
);

test('a sequence tells its own blocks, in their order, however it and its neighbours grow and shrink', () => {
  fc.assert(
    fc.property(runs, (all) => {
      const sequences = new PeerSequences(SEQUENCES);
      const model: number[][] = Array.from({ length: SEQUENCES }, () => []);
      let block = 0;
      for (const { sequence, grows, times, asked } of all) {
        const blocks = model[sequence] ?? [];
        for (let step = 0; step < times; step += 1) {
          // Whom it was asked about last changes nothing.
          sequences.block(asked, 100);
          if (grows) {
            sequences.append(sequence, blocks.length, block);
            blocks.push(block);
            block += 1;
          } else if (blocks.pop() !== undefined) {
            sequences.dropLast(sequence, blocks.length);
          }
          const told = blocks.map((_, place) => sequences.block(sequence, place));
          expect(told).toEqual(blocks);
          expect(sequences.block(sequence, blocks.length)).toBe(NONE);
        }
      }
    }),
  );
});
