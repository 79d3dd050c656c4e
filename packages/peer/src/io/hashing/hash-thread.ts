import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { HashedPiece, PieceToHash } from './piece-hash-worker.ts';

/** Pieces that lie with the thread at once: enough that it never waits for this one. */
const SLOTS = 8;

/** Pieces above this are not for the thread, bytes. */
export const MAX_FOR_THREAD: number = 1024 * 1024;

/** By a name of package.json, which leads to the compiled worker from the sources too: threads take no TypeScript. */
const PROGRAM = createRequire(import.meta.url).resolve('#piece-hash-worker');

/**
 * A thread that hashes pieces. Each piece is copied to memory that both threads see, which takes a twentieth of the time
 * of hashing it: so nobody but the thread ever waits for the memory of a piece, and that memory stays ordinary.
 */
export class HashThread {
  readonly #worker: Worker;
  readonly #slots: readonly Uint8Array[];
  readonly #free: number[];
  /** Who waits for the piece of each slot. */
  readonly #waiting = new Map<number, (digest: Uint8Array) => void>();

  #isClosing = false;

  /**
   * @param onDied the thread has ended by itself: what was asked of it is never answered
   * @param program path of the program that it runs
   */
  constructor(onDied: (error: Error) => void, program: string = PROGRAM) {
    // Pages that are never used are never there.
    this.#slots = Array.from({ length: SLOTS }, () => new Uint8Array(new SharedArrayBuffer(MAX_FOR_THREAD)));
    this.#free = [...this.#slots.keys()];
    this.#worker = new Worker(program, { workerData: this.#slots });
    this.#worker.on('message', (piece: HashedPiece) => this.#hashed(piece));
    let cause = new Error('the thread that hashes pieces has ended');
    this.#worker.on('error', (error) => {
      cause = error;
    });
    this.#worker.on('exit', () => {
      if (!this.#isClosing) onDied(cause);
    });
    // The sockets keep the process alive.
    this.#worker.unref();
  }

  /** SHA-1 of a piece, 20 bytes, which is copied at once; `undefined` when the thread has enough to do. */
  sha1(bytes: Uint8Array): Promise<Uint8Array> | undefined {
    const slot = this.#free.pop();
    if (slot === undefined) return undefined;
    this.#slots[slot]?.set(bytes);
    this.#worker.postMessage({ slot, length: bytes.length } satisfies PieceToHash);
    return new Promise((resolve) => this.#waiting.set(slot, resolve));
  }

  /** Nobody waits for an answer. */
  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  /** Ends the thread; what was asked of it is never answered. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#worker.terminate();
  }

  #hashed({ slot, digest }: HashedPiece): void {
    const resolve = this.#waiting.get(slot);
    this.#waiting.delete(slot);
    this.#free.push(slot);
    resolve?.(digest);
  }
}
