import type { HashKey } from '../store/half-sip-state.ts';
import { AddressCode } from './address-code.ts';

/** Every so many ms comes another key. */
const WINDOW = 30_000;
/** Keys that are kept: as many as the low bits of an id can name. */
const KEYS = 8;
/** An id is good in its own window and in so many after it: for 120 to 150 s (BEP 15 asks for two minutes). */
const LATER_WINDOWS = 4;

/**
 * Connection ids (BEP 15): who sends one back receives what is sent to its address, so it is no third party in whose name
 * somebody asks. An id is a code of the IP address under a secret key and names that key, so nothing is kept for a client.
 *
 * The port is no part of it: a NAT may send the next datagram from another one, and who can receive at an address is not
 * somebody else for using another port there.
 *
 * How strong: a guess hits with 2^-61. The code has a key of 64 bits, too few for a secret that stays; so each 30 s
 * have one of their own, and whoever searches for it has two and a half minutes for 2^63 trials, and afterwards nothing. An HMAC takes ten times as long.
 */
export class ConnectionIds {
  readonly #keyOf: (window: number) => HashKey;
  readonly #keys: HashKey[] = [];
  readonly #code: AddressCode = new AddressCode();
  #window = Number.NEGATIVE_INFINITY;

  /** @param keyOf gives the key of each 30 s of the clock, which nobody can guess; see `windowKeys`. */
  constructor(keyOf: (window: number) => HashKey) {
    this.#keyOf = keyOf;
  }

  /** The id of an address, 8 bytes. @param now ms on a monotonic clock. */
  issue(ip: Uint8Array, now: number): Uint8Array {
    this.#advance(now);
    const slot = this.#window & (KEYS - 1);
    this.#compute(slot, ip);
    const id = new Uint8Array(8);
    const view = new DataView(id.buffer);
    view.setInt32(0, this.#code.first);
    view.setInt32(4, this.#code.second);
    return id;
  }

  /** Whether the bytes begin with an id that was issued to this address and is not too old. */
  accepts(bytes: Uint8Array, ip: Uint8Array, now: number): boolean {
    this.#advance(now);
    const second = int32At(bytes, 4);
    const slot = second & (KEYS - 1);
    if ((this.#window + KEYS - slot) % KEYS > LATER_WINDOWS) return false;
    this.#compute(slot, ip);
    return this.#code.first === int32At(bytes, 0) && this.#code.second === second;
  }

  #compute(slot: number, ip: Uint8Array): void {
    this.#code.compute(this.#keys[slot] as HashKey, ip); // below KEYS
    this.#code.second = (this.#code.second & -KEYS) | slot;
  }

  /**
   * Windows in which nobody asked get keys too, or ids that are eight windows old would be good again; and those before the
   * first one, in which another process with the same secret may have issued ids.
   */
  #advance(now: number): void {
    const window = Math.floor(now / WINDOW);
    if (window <= this.#window) return;
    for (let missing = Math.max(this.#window + 1, window - KEYS + 1); missing <= window; missing += 1) {
      this.#keys[missing & (KEYS - 1)] = this.#keyOf(missing);
    }
    this.#window = window;
  }
}

/** Big endian; the caller has checked that the bytes are there. */
function int32At(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16);
  return high | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
}
