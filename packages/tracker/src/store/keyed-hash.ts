import { HalfSipState, type HashKey, wordAt } from './half-sip-state.ts';

/**
 * HalfSipHash-1-3 of a 32-bit number (little endian) followed by two runs of bytes, the first a multiple of 4 long.
 *
 * Peer ids and ports are chosen by strangers. With a hash that they can compute they would aim a million peers at one
 * bucket; with a keyed one they cannot.
 */
export class KeyedHash {
  readonly #key: HashKey;
  readonly #state: HalfSipState = new HalfSipState();

  constructor(key: HashKey) {
    this.#key = key;
  }

  /** @returns an unsigned 32-bit number. */
  of(name: number, first: Uint8Array, second: Uint8Array): number {
    const state = this.#state;
    state.begin(this.#key, 0);
    state.absorb(name, 1);
    for (let at = 0; at < first.length; at += 4) state.absorb(wordAt(first, at), 1);
    const tail = second.length & ~3;
    for (let at = 0; at < tail; at += 4) state.absorb(wordAt(second, at), 1);
    state.absorb(wordAt(second, tail) | ((4 + first.length + second.length) << 24), 1);
    return state.finish(0xff, 3) >>> 0;
  }
}
