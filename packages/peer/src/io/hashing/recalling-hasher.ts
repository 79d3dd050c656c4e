import type { ProcessHasher } from './piece-hasher.ts';

/** Bytes of a piece by which it is found again; whether it is the same piece, all of its bytes tell. */
const LABEL_LENGTH = 16;

interface Known {
  readonly bytes: Uint8Array;
  readonly digest: Uint8Array;
}

/**
 * Hashes for the many peers of one process, who fetch the same pieces. What was hashed is kept, up to a number of bytes, and
 * bytes that are equal to it, each of them, have its digest: a comparison is no less strict than a hash, and ten times
 * faster. Any content is checked so, and nobody needs to know beforehand what it should be.
 */
export class RecallingHasher implements ProcessHasher {
  readonly #hasher: ProcessHasher;
  readonly #isOfUse: () => boolean;
  readonly #limit: number;
  /** By their beginnings, the oldest first. */
  readonly #known = new Map<string, Known>();
  #size = 0;

  /** @param isOfUse whether pieces may come more than once; @param limit bytes that are kept */
  constructor(hasher: ProcessHasher, isOfUse: () => boolean, limit: number) {
    this.#hasher = hasher;
    this.#isOfUse = isOfUse;
    this.#limit = limit;
  }

  /** Bytes that are kept. */
  get size(): number {
    return this.#size;
  }

  sha1(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
    if (!this.#isOfUse()) return this.#hasher.sha1(bytes);
    const label = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(LABEL_LENGTH, bytes.length)).toString('latin1');
    const known = this.#known.get(label);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known.digest;
    const digest = this.#hasher.sha1(bytes);
    if (!(digest instanceof Promise)) return this.#keep(label, bytes, digest);
    return digest.then((digest) => this.#keep(label, bytes, digest));
  }

  close(): Promise<void> {
    this.#known.clear();
    this.#size = 0;
    return this.#hasher.close();
  }

  #keep(label: string, bytes: Uint8Array, digest: Uint8Array): Uint8Array {
    this.#drop(label);
    this.#known.set(label, { bytes: new Uint8Array(bytes), digest });
    this.#size += bytes.length;
    for (const oldest of this.#known.keys()) {
      if (this.#size <= this.#limit) break;
      this.#drop(oldest);
    }
    return digest;
  }

  #drop(label: string): void {
    this.#size -= this.#known.get(label)?.bytes.length ?? 0;
    this.#known.delete(label);
  }
}
