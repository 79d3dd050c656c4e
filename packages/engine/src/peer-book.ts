import { formatAddress, type PeerAddress } from '@seedbed/protocol';

/** First pause after a failed dial, ms; it doubles with each failure in a row. */
const FIRST_RETRY = 5_000;
const LONGEST_RETRY = 600_000;

/** Addresses kept at most: a tracker may lie without end. */
const MAX_ADDRESSES = 2_000;

/**
 * An address is *idle* (may be dialled at `retryAt`), *dialling*, *connected* or *barred* (ourselves, or banned). Only
 * idle ones are forgotten when there are too many.
 */
interface Entry {
  readonly address: PeerAddress;
  state: 'idle' | 'dialling' | 'connected' | 'barred';
  failures: number;
  retryAt: number;
}

/** The addresses we know, and which of them to dial when. */
export class PeerBook {
  readonly #entries = new Map<string, Entry>();
  #dialling = 0;

  get dialling(): number {
    return this.#dialling;
  }

  add(addresses: readonly PeerAddress[], now: number): void {
    for (const address of addresses) {
      const name = formatAddress(address);
      if (this.#entries.has(name) || this.#entries.size >= MAX_ADDRESSES) continue;
      this.#entries.set(name, { address, state: 'idle', failures: 0, retryAt: now });
    }
  }

  /** The next address to dial, marked as dialling; `undefined` when none is due. */
  dial(now: number): PeerAddress | undefined {
    for (const entry of this.#entries.values()) {
      if (entry.state !== 'idle' || entry.retryAt > now) continue;
      entry.state = 'dialling';
      this.#dialling++;
      return entry.address;
    }
    return undefined;
  }

  /** When the next idle address is due, ms; Infinity without one. */
  nextRetry(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries.values()) if (entry.state === 'idle') next = Math.min(next, entry.retryAt);
    return next;
  }

  /** The dial led to a peer; the address is not dialled while that connection lasts. */
  connected(address: PeerAddress): void {
    const entry = this.#leaveDialling(address);
    if (entry === undefined) return;
    entry.state = 'connected';
    entry.failures = 0;
  }

  /** The dial failed, or its connection ended: the address is dialled again later. */
  failed(address: PeerAddress, now: number): void {
    const entry = this.#leaveDialling(address);
    if (entry === undefined || entry.state === 'barred') return;
    entry.state = 'idle';
    entry.retryAt = now + Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** entry.failures);
    entry.failures++;
  }

  /** The address is never dialled again: it is our own, or its peer is banned. */
  bar(address: PeerAddress): void {
    const entry = this.#leaveDialling(address);
    if (entry !== undefined) entry.state = 'barred';
  }

  #leaveDialling(address: PeerAddress): Entry | undefined {
    const entry = this.#entries.get(formatAddress(address));
    if (entry?.state === 'dialling') this.#dialling--;
    return entry;
  }
}
