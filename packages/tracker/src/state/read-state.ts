import { constants, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { openFile } from '../open-file.ts';
import { BadChunkError, readChunk, type StateRecord } from './read-chunk.ts';
import { CHUNK_HEAD_BYTES, HEAD_BYTES, MAGIC, MAX_PAYLOAD, VERSION } from './state-format.ts';

/** How far a file could be read. */
export type ReadState =
  /** `damage` says what is wrong first; undefined when it is whole. */
  | { readonly type: 'read'; readonly damage: string | undefined }
  | { readonly type: 'missing' }
  /** Somebody else's file: nothing of ours may change it. */
  | { readonly type: 'foreign' };

/**
 * Reads a file of swarms, record by record. Chunks that are damaged are passed over, as long as it is known where the next one
 * begins: each holds the names of its own swarms.
 *
 * @throws errors of the system; TrackerFileError when it is no regular file; the reason of the signal, before a chunk.
 */
export async function readState(
  path: string,
  take: (record: StateRecord) => void,
  signal?: AbortSignal,
): Promise<ReadState> {
  let file: FileHandle;
  try {
    file = await openFile(path, constants.O_RDONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { type: 'missing' };
    throw error;
  }
  try {
    const { size } = await file.stat();
    if (size === 0) return { type: 'missing' };
    const head = await readFully(file, Math.min(size, HEAD_BYTES));
    // The beginning of our own head is a file of ours that was cut short.
    if (!MAGIC.startsWith(head.toString('latin1', 0, MAGIC.length))) return { type: 'foreign' };
    if (size < HEAD_BYTES) return { type: 'read', damage: 'it ends in its head' };
    const version = head.readUInt32BE(MAGIC.length);
    if (version !== VERSION) return { type: 'read', damage: `it has version ${version}, and ${VERSION} is known here` };
    return { type: 'read', damage: await readChunks(file, size - HEAD_BYTES, take, signal) };
  } finally {
    await file.close();
  }
}

/** Answers what is wrong, if anything is. */
async function readChunks(
  file: FileHandle,
  size: number,
  take: (record: StateRecord) => void,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let left = size;
  let peers = 0;
  let told: number | undefined;
  let damage: string | undefined;
  while (left > 0) {
    signal?.throwIfAborted();
    if (told !== undefined) return damage ?? 'something follows its end';
    if (left < CHUNK_HEAD_BYTES) return damage ?? 'it ends in the middle of a chunk';
    const head = await readFully(file, CHUNK_HEAD_BYTES);
    const length = head.readUInt32BE(0);
    left -= CHUNK_HEAD_BYTES + length;
    if (length > MAX_PAYLOAD) return damage ?? `a chunk says that it has ${length} bytes`;
    if (left < 0) return damage ?? 'it ends in the middle of a chunk';
    const payload = await readFully(file, length);
    if (crc32(payload) !== head.readUInt32BE(4)) {
      damage ??= 'a chunk has another checksum than it says';
      continue;
    }
    try {
      for (const record of readChunk(payload)) {
        if (record.type === 'peer') peers += 1;
        if (record.type === 'end') told = record.peers;
        take(record);
      }
    } catch (error) {
      if (!(error instanceof BadChunkError)) throw error;
      damage ??= 'a chunk holds what is no record';
    }
  }
  return damage ?? (told === peers ? undefined : 'its end is missing');
}

async function readFully(file: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at);
    // Shorter than it was a moment ago: what is missing is zeros, which no checksum fits.
    if (bytesRead === 0) return bytes.fill(0, at);
    at += bytesRead;
  }
  return bytes;
}
