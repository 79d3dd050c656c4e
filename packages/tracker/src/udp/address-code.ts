import { HalfSipState, type HashKey, wordAt } from '../store/half-sip-state.ts';

const COMPRESSION_ROUNDS = 2;
const FINAL_ROUNDS = 4;

/**
 * HalfSipHash-2-4 with 64 bits: a code for an IP address that can't be computed without the key. The member of the family
 * with more rounds, because here a forgery is worth something.
 */
export class AddressCode {
  readonly #state: HalfSipState = new HalfSipState();
  first = 0;
  second = 0;

  /** Puts the code into `first` and `second`, 32 bits each. @param ip 4 or 16 bytes. */
  compute(key: HashKey, ip: Uint8Array): void {
    const state = this.#state;
    state.begin(key, 0xee);
    for (let at = 0; at < ip.length; at += 4) state.absorb(wordAt(ip, at), COMPRESSION_ROUNDS);
    state.absorb(ip.length << 24, COMPRESSION_ROUNDS);
    this.first = state.finish(0xee, FINAL_ROUNDS);
    this.second = state.finishSecond(FINAL_ROUNDS);
  }
}
