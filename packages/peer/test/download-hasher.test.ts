import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DownloadHasher } from '../src/io/hashing/download-hasher.ts';
import { HashThread } from '../src/io/hashing/hash-thread.ts';
import { someBytes } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const KIB = 1024;
const PIECE = 256 * KIB;

const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest();

const hashers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const hasher of hashers.splice(0)) await hasher.close();
});

const setUp = () => {
  let time = 0;
  const hasher = new DownloadHasher(() => time);
  hashers.push(hasher);
  const arrive = async (pieces: number, apart: number): Promise<void> => {
    for (let i = 0; i < pieces; i++) {
      await hasher.sha1(new Uint8Array(PIECE));
      time += apart;
    }
  };
  return { hasher, arrive };
};

describe('DownloadHasher', () => {
  it('starts a thread for a fast download, and none for a slow one however long it takes', async () => {
    const { hasher, arrive } = setUp();
    await arrive(400, 3);
    expect(hasher.hasThread).toBe(false);
    await arrive(300, 1);
    expect(hasher.hasThread).toBe(true);
  });

  it('gives the right hash of every piece, whoever hashes it', async () => {
    const { hasher, arrive } = setUp();
    await arrive(300, 0);
    const pieces = Array.from({ length: 60 }, (_, i) => someBytes(i % 3 === 0 ? 1 + i : i * 40 * KIB, i));
    const digests = await Promise.all(pieces.map((piece) => hasher.sha1(piece)));
    expect(digests.map((digest) => Buffer.from(digest))).toEqual(pieces.map(sha1));
  });
});

describe('HashThread', () => {
  const setUpThread = (onDied: (error: Error) => void, program?: string): HashThread => {
    const thread = new HashThread(onDied, program);
    hashers.push(thread);
    return thread;
  };
  const fail = (error: Error): void => expect.unreachable(String(error));

  it('hashes what a piece was when it was handed over, and so finds what was corrupt then', async () => {
    const thread = setUpThread(fail);
    const piece = Buffer.alloc(PIECE, 1);
    const right = sha1(piece);
    piece[100] = 2;
    const corrupt = thread.sha1(piece);
    piece[100] = 1;
    expect(Buffer.from((await corrupt) ?? [])).not.toEqual(right);
    expect(Buffer.from((await thread.sha1(piece)) ?? [])).toEqual(right);
  });

  it('takes some pieces at once and no more, and again when it is through', async () => {
    const thread = setUpThread(fail);
    const taken = Array.from({ length: 20 }, () => thread.sha1(new Uint8Array(PIECE)));
    expect(taken.slice(0, 8)).not.toContain(undefined);
    expect(taken.slice(8).every((piece) => piece === undefined)).toBe(true);
    await Promise.all(taken);
    expect(thread.isIdle).toBe(true);
    expect(thread.sha1(new Uint8Array(PIECE))).toBeDefined();
  });

  it.each([
    ['fails', 'throw new Error("broken")', 'broken'],
    ['just ends', 'process.exit(0)', 'the thread that hashes pieces has ended'],
  ])('tells when the thread %s', async (_, program, reason) => {
    const path = join(temporaryFolder(), 'worker.mjs');
    await writeFile(path, program);
    const error = await new Promise<Error>((resolve) => setUpThread(resolve, path));
    expect(error.message).toContain(reason);
  });
});
