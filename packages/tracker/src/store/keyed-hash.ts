/** Two 32-bit halves of a key that nobody outside the process knows. */
export type HashKey = readonly [low: number, high: number];

/**
 * HalfSipHash-1-3 of a 32-bit number (little endian) followed by two runs of bytes, the first a multiple of 4 long.
 *
 * Peer ids and ports are chosen by strangers. With a hash that they can compute they would aim a million peers at one
 * bucket; with a keyed one they cannot. This member of the family needs only 32-bit arithmetic, so it is quick here.
 */
export class KeyedHash {
  readonly #low: number;
  readonly #high: number;
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  constructor([low, high]: HashKey) {
    this.#low = low | 0;
    this.#high = high | 0;
  }

  /** @returns an unsigned 32-bit number. */
  of(name: number, first: Uint8Array, second: Uint8Array): number {
    this.#v0 = this.#low;
    this.#v1 = this.#high;
    this.#v2 = this.#low ^ 0x6c796765;
    this.#v3 = this.#high ^ 0x74656462;
    this.#absorb(name);
    for (let at = 0; at < first.length; at += 4) this.#absorb(wordAt(first, at));
    const tail = second.length & ~3;
    for (let at = 0; at < tail; at += 4) this.#absorb(wordAt(second, at));
    this.#absorb(wordAt(second, tail) | ((4 + first.length + second.length) << 24));
    this.#v2 ^= 0xff;
    this.#round();
    this.#round();
    this.#round();
    return (this.#v1 ^ this.#v3) >>> 0;
  }

  #absorb(word: number): void {
    this.#v3 ^= word;
    this.#round();
    this.#v0 ^= word;
  }

  #round(): void {
    let v0 = (this.#v0 + this.#v1) | 0;
    let v1 = rotate(this.#v1, 5) ^ v0;
    v0 = rotate(v0, 16);
    let v2 = (this.#v2 + this.#v3) | 0;
    let v3 = rotate(this.#v3, 8) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = rotate(v3, 7) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = rotate(v1, 13) ^ v2;
    v2 = rotate(v2, 16);
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Four bytes, little endian; what lies past the end counts as 0. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24)
  );
}

function byteAt(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? (bytes[at] as number) : 0; // `at` is below the length
}
