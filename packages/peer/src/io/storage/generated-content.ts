import { createCipheriv, createHash } from 'node:crypto';

/** Bytes of the cipher's block: its counter counts them. */
const CIPHER_BLOCK = 16;
/** Bytes that are made at once. */
const SLICE = 1024 * 1024;

/** The key stream is what comes out for zeros. */
const zeros: Uint8Array = new Uint8Array(SLICE + CIPHER_BLOCK);

/**
 * The bytes that a seed value stands for, at any place: the key stream of AES-256 in counter mode. It is faster than a
 * disk, can't be compressed, and is the same on every machine.
 */
export class GeneratedContent {
  readonly #key: Uint8Array;

  constructor(seedValue: number) {
    this.#key = createHash('sha256').update(`seedbed content ${seedValue}`).digest();
  }

  /** Fills the views with the bytes from `offset` on. */
  read(offset: number, views: readonly Uint8Array[]): void {
    let at = offset;
    for (const view of views) {
      for (let begin = 0; begin < view.length; begin += SLICE) {
        const part = view.subarray(begin, begin + SLICE);
        part.set(this.#bytes(at, part.length));
        at += part.length;
      }
    }
  }

  /** @param length at most `SLICE` */
  #bytes(offset: number, length: number): Uint8Array {
    const skipped = offset % CIPHER_BLOCK;
    const counter = new Uint8Array(CIPHER_BLOCK);
    new DataView(counter.buffer).setBigUint64(CIPHER_BLOCK - 8, BigInt((offset - skipped) / CIPHER_BLOCK));
    const cipher = createCipheriv('aes-256-ctr', this.#key, counter);
    return cipher.update(zeros.subarray(0, skipped + length)).subarray(skipped);
  }
}
