import { parseIp } from '@seedbed/protocol';
import type { HashKey } from '../store/half-sip-state.ts';
import { KeyedHash } from '../store/keyed-hash.ts';
import type { AnnounceLimiter, Budget } from './policy.ts';

/** Rows of the table: an address is only taken for another one that is over its limit when it is so in each of them. */
const ROWS = 2;
const PLACES = 2 ** 16;
const NOTHING = new Uint8Array(0);
const MINUTE = 60_000;

/**
 * So many announces a minute for each address, all of them at once if it likes; IPv6 by /64, because whoever has one such
 * address has them all. Peers that leave have a budget of their own of the same size: whoever could come can go, and others
 * are not handed somebody who is gone only because too many announced behind the same address.
 *
 * The tables have a fixed size (2 MiB together), whatever addresses come. A place holds the time at which the budget of its addresses is
 * whole again (generic cell rate algorithm). Each address has a place in each row, by a keyed hash, so that nobody can
 * choose whom to share a place with; the emptiest of its places counts, and only what is below is raised.
 */
export class AddressLimiter implements AnnounceLimiter {
  readonly #cost: number;
  readonly #hash: KeyedHash;
  readonly #tables: Readonly<Record<Budget, readonly Float64Array[]>> = { announce: table(), leave: table() };

  /** @param perMinute at least 1. */
  constructor(perMinute: number, hashKey: HashKey) {
    this.#cost = MINUTE / perMinute;
    this.#hash = new KeyedHash(hashKey);
  }

  /**
   * Takes one announce from a budget of an address.
   *
   * @param now ms on a monotonic clock.
   * @returns 0, or the ms until there is one again.
   */
  take(ip: string, now: number, budget: Budget = 'announce'): number {
    const rows = this.#tables[budget];
    const places = this.#placesOf(ip);
    const wholeAt = Math.max(now, Math.min(...places.map((place, row) => at(rows, row, place)))) + this.#cost;
    const wait = wholeAt - now - MINUTE;
    // What adding up fractions of a minute leaves over is no announce too many.
    if (wait > 0.001) return wait;
    for (const [row, times] of rows.entries()) {
      const place = places[row] as number; // a place in each row
      times[place] = Math.max(at(rows, row, place), wholeAt);
    }
    return 0;
  }

  #placesOf(ip: string): number[] {
    const bytes = parseIp(ip) ?? NOTHING;
    const network = bytes.length === 16 ? bytes.subarray(0, 8) : bytes;
    return Array.from({ length: ROWS }, (_, row) => this.#hash.of(row, network, NOTHING) % PLACES);
  }
}

function table(): readonly Float64Array[] {
  return Array.from({ length: ROWS }, () => new Float64Array(PLACES));
}

function at(rows: readonly Float64Array[], row: number, place: number): number {
  return rows[row]?.[place] as number; // both lie inside
}
