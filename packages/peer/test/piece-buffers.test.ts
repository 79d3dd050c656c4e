import { BLOCK_LENGTH, Geometry } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { inlineHasher } from '../src/io/hashing/piece-hasher.ts';
import { IntakeBudget } from '../src/io/pieces/intake-budget.ts';
import { PieceBuffers } from '../src/io/pieces/piece-buffers.ts';
import { sha1, someBytes } from './support/content.ts';

interface PendingWrite {
  readonly offset: number;
  readonly length: number;
  readonly finish: (done?: boolean) => void;
}

/** A disk in memory whose writes end when the test says so. */
class SlowDisk {
  readonly bytes: Uint8Array;
  readonly pending: PendingWrite[] = [];

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  write(offset: number, bytes: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (done = true): void => {
        if (done) this.bytes.set(bytes, offset);
        resolve(done);
      };
      this.pending.push({ offset, length: bytes.length, finish });
    });
  }

  async read(offset: number, bytes: Uint8Array): Promise<boolean> {
    bytes.set(this.bytes.subarray(offset, offset + bytes.length));
    return true;
  }

  finishAll(): void {
    for (const write of this.pending.splice(0)) write.finish();
  }
}

const setUp = ({
  length = 4 * BLOCK_LENGTH,
  pieceLength = 2 * BLOCK_LENGTH,
  limit = Number.POSITIVE_INFINITY,
} = {}) => {
  const congestion: boolean[] = [];
  const geometry = new Geometry(length, pieceLength);
  const budget = new IntakeBudget(limit, (congested) => congestion.push(congested));
  const disk = new SlowDisk(length);
  const buffers = new PieceBuffers({ geometry, budget, hasher: inlineHasher, disk });
  const receive = (piece: number, content: Uint8Array): void => {
    for (let block = 0; block < geometry.blockCount(piece); block++) {
      const begin = block * BLOCK_LENGTH;
      const blockLength = geometry.blockLength(piece, block);
      const writer = buffers.open(piece, begin, blockLength);
      writer.write(content.subarray(begin, begin + blockLength), 0);
      expect(writer.end(true)).toBe(true);
    }
  };
  return { congestion, geometry, budget, disk, buffers, receive };
};

/** Lets everything run that waits for nothing but its turn. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('PieceBuffers', () => {
  it('collects a piece in memory and writes it in one go', async () => {
    const { buffers, disk, budget, receive } = setUp();
    const content = someBytes(2 * BLOCK_LENGTH);
    receive(1, content);
    expect(budget.reserved).toBe(content.length);
    expect(await buffers.get(1).digest()).toEqual(Buffer.from(sha1(content)));
    const stored = buffers.get(1).store();
    await turns();
    expect(disk.pending).toMatchObject([{ offset: 2 * BLOCK_LENGTH, length: content.length }]);
    disk.finishAll();
    expect(await stored).toBe(true);
    buffers.drop(1);
    expect(budget.reserved).toBe(0);
  });

  it('writes pieces for which there is no memory left block by block, and hashes them from the disk', async () => {
    const { buffers, disk, budget, receive } = setUp({ limit: 3 * BLOCK_LENGTH });
    const [first, second] = [someBytes(2 * BLOCK_LENGTH, 1), someBytes(2 * BLOCK_LENGTH, 2)];
    receive(0, first);
    receive(1, second);
    expect(budget.reserved).toBe(2 * BLOCK_LENGTH);
    const digest = buffers.get(1).digest();
    await turns();
    expect(disk.pending.map(({ length }) => length)).toEqual([BLOCK_LENGTH, BLOCK_LENGTH]);
    disk.finishAll();
    expect(await digest).toEqual(Buffer.from(sha1(second)));
    expect(await buffers.get(1).store()).toBe(true);
    buffers.drop(1);
    buffers.drop(0);
    expect(budget.reserved).toBe(0);
  });

  it('never holds a piece in memory that is larger than 4 MiB', () => {
    const pieceLength = 8 * 1024 * 1024;
    const { budget, buffers } = setUp({ length: pieceLength, pieceLength });
    buffers.open(0, 0, BLOCK_LENGTH).write(someBytes(BLOCK_LENGTH), 0);
    expect(budget.reserved).toBe(0);
  });

  it('holds the sockets back when the disk is slower, and lets them go when it has caught up', async () => {
    const pieceLength = 32 * 1024 * 1024;
    const { congestion, disk, budget, receive } = setUp({ length: pieceLength, pieceLength });
    receive(0, new Uint8Array(pieceLength));
    await turns();
    expect(congestion).toEqual([true]);
    expect(budget.isCongested).toBe(true);
    disk.finishAll();
    await turns();
    expect(congestion).toEqual([true, false]);
  });

  it('lets the sockets go when a piece is forgotten whose blocks are stuck', async () => {
    const pieceLength = 32 * 1024 * 1024;
    const { congestion, buffers, receive } = setUp({ length: pieceLength, pieceLength });
    receive(0, new Uint8Array(pieceLength));
    await turns();
    buffers.drop(0);
    expect(congestion).toEqual([true, false]);
  });

  it('does not let a late write of a forgotten piece destroy the same piece, fetched anew', async () => {
    const { buffers, disk, receive } = setUp({ limit: 0 });
    receive(0, someBytes(2 * BLOCK_LENGTH, 1));
    await turns();
    const late = disk.pending.splice(0);
    buffers.drop(0);
    const content = someBytes(2 * BLOCK_LENGTH, 2);
    receive(0, content);
    await turns();
    expect(disk.pending).toEqual([]);
    for (const write of late) write.finish();
    await turns();
    disk.finishAll();
    await turns();
    expect(disk.bytes.subarray(0, content.length)).toEqual(content);
  });

  it('answers nothing for a piece that was given up while it was being hashed or written', async () => {
    const { buffers, disk, receive } = setUp({ limit: 0 });
    receive(0, someBytes(2 * BLOCK_LENGTH));
    const piece = buffers.get(0);
    const digest = piece.digest();
    await turns();
    for (const write of disk.pending.splice(0)) write.finish(false);
    expect(await digest).toBeUndefined();
    buffers.close();
    expect(await piece.store()).toBe(false);
  });

  it('gives memory of one piece to the next, and never of one that still has writers', () => {
    const { buffers } = setUp();
    const stale = buffers.open(0, 0, BLOCK_LENGTH);
    stale.write(someBytes(100, 1), 0);
    buffers.drop(0);
    const writer = buffers.open(1, 0, BLOCK_LENGTH);
    writer.write(someBytes(BLOCK_LENGTH, 2), 0);
    stale.write(someBytes(100, 1), 100);
    expect(stale.end(true)).toBe(false);
    expect(writer.end(true)).toBe(true);
  });
});
