import { describe, expect, it } from 'vitest';
import { runsOf } from '../src/io/net/runs-of.ts';

const message = (text: string) => ({ bytes: Buffer.from(text), blockLength: 0 });

describe('runsOf', () => {
  it('puts messages together, and blocks that are neighbours in memory, and keeps the order', () => {
    const span = Uint8Array.from({ length: 100 }, (_, i) => i);
    const other = new Uint8Array(20).fill(200);
    const block = (bytes: Uint8Array) => ({ bytes, blockLength: bytes.length });
    const parts = [
      message('ab'),
      message('c'),
      block(span.subarray(0, 20)),
      block(span.subarray(20, 40)),
      block(span.subarray(60, 80)),
      block(other),
      message('d'),
      block(span.subarray(80, 100)),
    ];
    const runs = runsOf(parts);
    expect(runs.map((run) => run.parts.length)).toEqual([2, 2, 1, 1, 1, 1]);
    expect(runs.flatMap((run) => run.parts)).toEqual(parts);
    expect(Buffer.concat(runs.map(({ bytes }) => bytes))).toEqual(Buffer.concat(parts.map(({ bytes }) => bytes)));
    // Blocks are not copied.
    expect(runs[1]?.bytes.buffer).toBe(span.buffer);
  });

  it('makes nothing of nothing', () => {
    expect(runsOf([])).toEqual([]);
  });
});
