import { open, rename, rm } from 'node:fs/promises';
import type { MemoryStore } from '../store/memory-store.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { MAGIC, VERSION } from './state-format.ts';

/**
 * Peers in a chunk. A chunk is made in one turn of the event loop, in a fraction of a millisecond, and is with the system before the next
 * one is begun: so nobody waits for long, and no more than two chunks are in memory.
 */
const PEERS_A_TURN = 1_024;

/**
 * Writes all swarms into a file, beside it first: whoever reads it finds the old one or the new one, and each is whole.
 *
 * @param clockOffset seconds since 1970 when the clock of the store was at 0.
 * @returns how many peers were written.
 * @throws errors of the system; the file is as it was then.
 */
export async function writeState(path: string, store: MemoryStore, clockOffset: number): Promise<number> {
  const unfinished = `${path}.tmp`;
  const writer = new ChunkWriter(clockOffset);
  const file = await open(unfinished, 'w', 0o600);
  const walk = store.walk(writer);
  try {
    await file.appendFile(head());
    while (walk.next(PEERS_A_TURN)) await file.appendFile(writer.take());
    await file.appendFile(writer.take());
    store.endWalk();
    await file.appendFile(writer.end());
    await file.sync();
    await file.close();
    await rename(unfinished, path);
    return writer.peers;
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    store.endWalk();
  }
}

function head(): Uint8Array {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(VERSION);
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), version]);
}
