import type { SwarmEvent } from '@seedbed/events';

/** One end's view of one connection. */
interface View {
  readonly openedAt: number;
  interestedSince: number | undefined;
  interested: number;
}

/**
 * How diverse the pieces of a swarm are, as the interest of its peers shows: the share of the time of a connection in
 * which one end is interested in the other. Near 1 nearly everybody has something for nearly everybody ("ideal entropy").
 *
 * Only leeches count, and only until they are complete: a seed is interested in nobody, whatever the pieces.
 *
 * Source: Legout, Urvoy-Keller and Michiardi, "Rarest First and Choke Algorithms Are Enough" (2006).
 */
export class InterestShares {
  readonly #counts: (peer: string) => boolean;
  readonly #nameOf: (remote: string) => string;
  readonly #views = new Map<string, View>();
  readonly #complete = new Set<string>();
  readonly #shares: number[] = [];

  /** @param counts whether a peer is one of the leeches. @param nameOf the name of a peer id */
  constructor(counts: (peer: string) => boolean, nameOf: (remote: string) => string) {
    this.#counts = counts;
    this.#nameOf = nameOf;
  }

  apply(event: SwarmEvent): void {
    const { t, peer } = event;
    if (!this.#counts(peer) || this.#complete.has(peer)) return;
    switch (event.type) {
      case 'connected':
        if (this.#counts(this.#nameOf(event.remote)))
          this.#views.set(keyOf(peer, event.remote), { openedAt: t, interestedSince: undefined, interested: 0 });
        return;
      case 'interested':
        return event.direction === 'sent' ? this.#interested(keyOf(peer, event.remote), t) : undefined;
      case 'not-interested':
        return event.direction === 'sent' ? this.#lostInterest(keyOf(peer, event.remote), t) : undefined;
      case 'disconnected':
        return this.#close(keyOf(peer, event.remote), t);
      case 'completed':
        this.#complete.add(peer);
        for (const key of this.#views.keys()) if (key.startsWith(`${peer}\n`)) this.#close(key, t);
        return;
    }
  }

  /** One share for each connection and end that lasted at least a second, 0 to 1. */
  shares(end: number): readonly number[] {
    for (const key of [...this.#views.keys()]) this.#close(key, end);
    return this.#shares;
  }

  #interested(key: string, t: number): void {
    const view = this.#views.get(key);
    if (view !== undefined) view.interestedSince ??= t;
  }

  #lostInterest(key: string, t: number): void {
    const view = this.#views.get(key);
    if (view?.interestedSince === undefined) return;
    view.interested += t - view.interestedSince;
    view.interestedSince = undefined;
  }

  #close(key: string, t: number): void {
    this.#lostInterest(key, t);
    const view = this.#views.get(key);
    this.#views.delete(key);
    if (view !== undefined && t - view.openedAt >= SHORTEST) this.#shares.push(view.interested / (t - view.openedAt));
  }
}

/** Connections that end at once, because they are doubles, say nothing of pieces, ms. */
const SHORTEST = 1_000;

const keyOf = (peer: string, remote: string): string => `${peer}\n${remote}`;
