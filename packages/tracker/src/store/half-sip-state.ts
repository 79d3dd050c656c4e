/** Two 32-bit halves of a key that nobody outside the process knows. */
export type HashKey = readonly [low: number, high: number];

/** The four words of a HalfSipHash and what is done to them. It needs only 32-bit arithmetic, so it is quick here. */
export class HalfSipState {
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  /** @param mark 0 for a hash of 32 bits, 0xee for one of 64. */
  begin([low, high]: HashKey, mark: 0 | 0xee): void {
    this.#v0 = low | 0;
    this.#v1 = (high | 0) ^ mark;
    this.#v2 = low ^ 0x6c796765;
    this.#v3 = high ^ 0x74656462;
  }

  absorb(word: number, rounds: number): void {
    this.#v3 ^= word;
    this.#rounds(rounds);
    this.#v0 ^= word;
  }

  /** The hash, or its first half. @param mark 0xff for a hash of 32 bits, 0xee for one of 64. */
  finish(mark: 0xff | 0xee, rounds: number): number {
    this.#v2 ^= mark;
    this.#rounds(rounds);
    return this.#v1 ^ this.#v3;
  }

  /** The other half of a hash of 64 bits. */
  finishSecond(rounds: number): number {
    this.#v1 ^= 0xdd;
    this.#rounds(rounds);
    return this.#v1 ^ this.#v3;
  }

  #rounds(count: number): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
    for (let round = 0; round < count; round += 1) {
      v0 = (v0 + v1) | 0;
      v1 = rotate(v1, 5) ^ v0;
      v0 = rotate(v0, 16);
      v2 = (v2 + v3) | 0;
      v3 = rotate(v3, 8) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = rotate(v3, 7) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = rotate(v1, 13) ^ v2;
      v2 = rotate(v2, 16);
    }
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}

/** Four bytes, little endian; what lies past the end counts as 0. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (
    byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24)
  );
}

function byteAt(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? (bytes[at] as number) : 0; // `at` is below the length
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
