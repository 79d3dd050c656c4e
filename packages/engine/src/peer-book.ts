import { formatAddress, type PeerAddress } from '@seedbed/protocol';

/** First pause after a dial that led to nothing, ms; it doubles with each one in a row. */
const FIRST_RETRY = 5_000;
const LONGEST_RETRY = 600_000;

/** Addresses kept at most: a tracker may lie without end. */
const MAX_ADDRESSES = 2_000;

/**
 * An address is *idle* (may be dialled at `retryAt`), *dialling*, *connected* or *barred* (never dialled again). Only idle
 * ones are forgotten when there are too many.
 */
interface Entry {
  readonly name: string;
  readonly address: PeerAddress;
  state: 'idle' | 'dialling' | 'connected' | 'barred';
  /** It is dialled, but was forgotten meanwhile: it goes when that has come to an end. */
  isForgotten: boolean;
  /** Dials in a row that led to nothing. */
  failures: number;
  retryAt: number;
  /** Decides which of those that are due at the same time is the next. */
  readonly lot: number;
}

const isDueBefore = (a: Entry, b: Entry): boolean => (a.retryAt === b.retryAt ? a.lot < b.lot : a.retryAt < b.retryAt);

/**
 * The addresses we know, and which of them to dial when: the one that has been due for the longest is the next. Those that
 * came in one answer stand in an order that was drawn, or peers that hear the same would all dial the same.
 */
export class PeerBook {
  readonly #random: () => number;
  readonly #entries = new Map<string, Entry>();
  #dialling = 0;
  /** The idle entry that is due first. Looked for again when an entry has changed: it is asked for far more often. */
  #first: Entry | undefined;
  #isFirstKnown = false;

  /** @param random numbers in [0, 1) */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Dials under way. */
  get dialling(): number {
    return this.#dialling;
  }

  add(addresses: readonly PeerAddress[], now: number): void {
    for (const address of addresses) {
      const name = formatAddress(address);
      const known = this.#entries.get(name);
      if (known !== undefined) {
        known.isForgotten = false;
        continue;
      }
      if (this.#entries.size >= MAX_ADDRESSES && !this.#forgetWorst()) return;
      const lot = this.#random();
      this.#entries.set(name, { name, address, state: 'idle', isForgotten: false, failures: 0, retryAt: now, lot });
      this.#isFirstKnown = false;
    }
  }

  /** The next address to dial, marked as dialling; `undefined` when none is due. */
  dial(now: number): PeerAddress | undefined {
    const entry = this.#firstIdle();
    if (entry === undefined || entry.retryAt > now) return undefined;
    this.#become(entry, 'dialling');
    return entry.address;
  }

  /** When the next idle address is due, ms; Infinity without one. */
  nextRetry(): number {
    return this.#firstIdle()?.retryAt ?? Number.POSITIVE_INFINITY;
  }

  /** The dial led to a peer; the address is not dialled while that connection lasts. */
  connected(address: PeerAddress): void {
    this.#change(address, 'connected');
  }

  /**
   * The dial failed, or the connection ended: the address is dialled again later. One that was of use is dialled soon; a
   * peer that turns us away each time is left alone for longer and longer.
   */
  failed(address: PeerAddress, now: number, wasOfUse = false): void {
    const entry = this.#change(address, 'idle');
    if (entry?.state !== 'idle') return;
    if (entry.isForgotten) {
      this.#entries.delete(entry.name);
      return;
    }
    if (wasOfUse) entry.failures = 0;
    entry.retryAt = now + Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** entry.failures);
    entry.failures++;
  }

  /** The address is never dialled again: it is our own, its peer is banned, or neither of us has anything to give. */
  bar(address: PeerAddress): void {
    this.#change(address, 'barred');
  }

  /** Nothing of what is known counts any more, but for who is barred. */
  forgetAll(): void {
    for (const entry of this.#entries.values()) {
      if (entry.state === 'dialling') entry.isForgotten = true;
      else if (entry.state !== 'barred') this.#entries.delete(entry.name);
    }
    this.#isFirstKnown = false;
  }

  /** Whether the address is being dialled in vain. */
  isForgotten(address: PeerAddress): boolean {
    return this.#entries.get(formatAddress(address))?.isForgotten === true;
  }

  #firstIdle(): Entry | undefined {
    if (this.#isFirstKnown) return this.#first;
    this.#first = undefined;
    for (const entry of this.#entries.values()) {
      if (entry.state !== 'idle') continue;
      if (this.#first === undefined || isDueBefore(entry, this.#first)) this.#first = entry;
    }
    this.#isFirstKnown = true;
    return this.#first;
  }

  #change(address: PeerAddress, state: Entry['state']): Entry | undefined {
    const entry = this.#entries.get(formatAddress(address));
    if (entry !== undefined && entry.state !== 'barred') this.#become(entry, state);
    return entry;
  }

  #become(entry: Entry, state: Entry['state']): void {
    if (entry.state === 'dialling') this.#dialling--;
    if (state === 'dialling') this.#dialling++;
    entry.state = state;
    this.#isFirstKnown = false;
  }

  /** Makes room by forgetting the address that led to nothing most often; answers whether there was one. */
  #forgetWorst(): boolean {
    let worst: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (entry.state === 'idle' && entry.failures > (worst?.failures ?? 0)) worst = entry;
    }
    if (worst !== undefined) this.#entries.delete(worst.name);
    this.#isFirstKnown = false;
    return worst !== undefined;
  }
}
