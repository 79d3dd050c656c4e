import { createHash } from 'node:crypto';
import { Bitfield, parseMetainfo } from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { FileSelection } from '../src/file-selection.ts';
import { GeneratedContent } from '../src/io/storage/generated-content.ts';
import { MemoryStorage } from '../src/io/storage/memory-storage.ts';
import { OpenFiles } from '../src/io/storage/open-files.ts';
import { syntheticOpener } from '../src/io/storage/open-synthetic.ts';
import { SyntheticStorage } from '../src/io/storage/synthetic-storage.ts';
import { silentLogger } from '../src/logger.ts';
import { someBytes, torrentFile } from './support/content.ts';

const PIECE = 32 * 1024;
const SEED_VALUE = 5;
const content = Buffer.alloc(3 * PIECE - 1000);
new GeneratedContent(SEED_VALUE).read(0, [content]);
const metainfo = parseMetainfo(torrentFile('film', content, PIECE), (part) => createHash('sha1').update(part).digest());

const open = (seedValue: number, readOnly: boolean, have?: Bitfield) =>
  syntheticOpener(seedValue)(
    { metainfo, openFiles: new OpenFiles(1, () => {}), log: silentLogger },
    {
      dir: '/nowhere',
      selection: new FileSelection(metainfo),
      readOnly,
      force: false,
      shared: false,
      recheck: false,
      signal: new AbortController().signal,
      onLost: () => {},
      ...(have && { known: { have, stamps: [] } }),
    },
  );

describe('synthetic content', () => {
  test('is all there where it is only read, and else what is known to be', async () => {
    expect((await open(SEED_VALUE, true)).have.isFull).toBe(true);
    expect((await open(SEED_VALUE, false)).have.isEmpty).toBe(true);
    const known = new Bitfield(3);
    known.set(1);
    const again = await open(SEED_VALUE, false, known);
    expect(again.have.piecesNotIn(new Bitfield(3))).toEqual([1]);
  });

  test('of another number is not the content of this torrent', async () => {
    await expect(open(SEED_VALUE + 1, true)).rejects.toThrow('the content of film does not follow from the number 6');
  });

  test('reads back what arrived wrong, so that its hash is wrong too, until it arrives right', async () => {
    const storage = new SyntheticStorage(metainfo.geometry, new GeneratedContent(SEED_VALUE));
    const at = PIECE + 16 * 1024;
    const right = content.subarray(at, at + 16 * 1024);
    const wrong = someBytes(16 * 1024);
    await storage.write(at, wrong);
    const read = async (): Promise<Buffer> => {
      const views = [Buffer.alloc(20_000), Buffer.alloc(PIECE - 20_000)];
      await storage.read(PIECE, views);
      return Buffer.concat(views);
    };
    expect((await read()).equals(Buffer.concat([content.subarray(PIECE, at), wrong]))).toBe(true);
    await storage.write(at, right);
    expect((await read()).equals(content.subarray(PIECE, 2 * PIECE))).toBe(true);
  });
});

test('memory gives back what was written, in parts of any size, and zeros elsewhere', async () => {
  const storage = new MemoryStorage();
  const bytes = someBytes(700_000);
  await storage.write(100_000, bytes.subarray(0, 300_000));
  await storage.write(400_000, bytes.subarray(300_000));
  // What was written may be another piece's memory by now.
  const copy = Buffer.from(bytes);
  bytes.fill(0);
  const views = [Buffer.alloc(99_999, 1), Buffer.alloc(500_001), Buffer.alloc(300_000, 1)];
  await storage.read(0, views);
  expect(Buffer.concat(views).equals(Buffer.concat([Buffer.alloc(100_000), copy, Buffer.alloc(100_000)]))).toBe(true);
});
