import type { PeerKey } from './torrent-input.ts';

/** BEP 3: new connections are three times as likely to be the next optimistic unchoke as any other place gives. */
const NEXT_TURN_WEIGHT = 3;

/**
 * The order in which peers get the optimistic unchoke: round and round, so that each gets the same time. A new
 * connection enters at a random gap, of which the one just before the next turn has three times the weight.
 */
export class OptimisticRotation {
  readonly #random: () => number;
  #order: PeerKey[] = [];
  /** Place of the peer whose turn it was last; its successor is next. */
  #last = -1;

  constructor(random: () => number) {
    this.#random = random;
  }

  add(key: PeerKey): void {
    const gaps = this.#order.length;
    const drawn = Math.floor(this.#random() * (gaps + NEXT_TURN_WEIGHT - 1));
    const steps = Math.max(0, drawn - (NEXT_TURN_WEIGHT - 1));
    // The order is a circle: the gap behind its end is the one before its beginning.
    const place = this.#last + 1 + steps;
    const at = place > gaps ? place - gaps : place;
    this.#order.splice(at, 0, key);
    if (at <= this.#last) this.#last++;
  }

  remove(key: PeerKey): void {
    const at = this.#order.indexOf(key);
    if (at < 0) return;
    this.#order.splice(at, 1);
    if (at <= this.#last) this.#last--;
  }

  /** The next peer in turn that is eligible; its turn counts as taken. */
  next(eligible: (key: PeerKey) => boolean): PeerKey | undefined {
    for (let step = 1; step <= this.#order.length; step++) {
      const at = (this.#last + step) % this.#order.length;
      const key = this.#order[at];
      if (key === undefined || !eligible(key)) continue;
      this.#last = at;
      return key;
    }
    return undefined;
  }
}
