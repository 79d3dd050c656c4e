/** Program of a worker thread: hashes pieces that lie in shared memory, in the order in which it is told of them. */
import { hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

/** A piece to hash: where it lies, and its length in bytes. */
export interface PieceToHash {
  readonly slot: number;
  readonly length: number;
}

/** The answer to it. */
export interface HashedPiece {
  readonly slot: number;
  /** 20 bytes. */
  readonly digest: Uint8Array;
}

// Handed over by `HashThread` of the same package, never from outside.
const slots = workerData as readonly Uint8Array[];
parentPort?.on('message', ({ slot, length }: PieceToHash) => {
  const bytes = slots[slot]?.subarray(0, length);
  if (bytes === undefined) throw new RangeError(`There is no slot ${slot}`);
  parentPort?.postMessage({ slot, digest: hash('sha1', bytes, 'buffer') } satisfies HashedPiece);
});
