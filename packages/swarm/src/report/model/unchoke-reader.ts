import type { SwarmEvent } from '@seedbed/events';
import type { PeerNames } from '../../analysis/peer-names.ts';
import type { ReportPeer, UnchokeSpan, Unchokes } from './report-model.ts';

/** Spans that a page may hold: some 700 kB. */
const MOST_SPANS = 30_000;

interface Slot {
  readonly remote: string;
  readonly from: number;
  readonly optimistic: boolean;
}

/** Whom each peer had unchoked, and from when to when. */
export class UnchokeReader {
  readonly #names: PeerNames;
  readonly #open = new Map<string, Map<string, Slot>>();
  readonly #closed = new Map<string, (Slot & { readonly to: number })[]>();

  constructor(names: PeerNames) {
    this.#names = names;
  }

  apply(event: SwarmEvent): void {
    const { t, peer } = event;
    switch (event.type) {
      case 'unchoke':
        return event.direction === 'sent' ? this.#unchoke(peer, event.remote, t, event.optimistic ?? false) : undefined;
      case 'choke':
        return event.direction === 'sent' ? this.#close(peer, event.remote, t) : undefined;
      case 'disconnected':
        return this.#close(peer, event.remote, t);
      case 'peer-stopped':
        return this.#closeAll(peer, t);
      case 'run-action':
        if (event.action === 'kill') for (const name of event.peers) this.#closeAll(name, t);
        return;
    }
  }

  unchokes(peers: readonly ReportPeer[], start: number, end: number): Unchokes {
    for (const peer of this.#open.keys()) this.#closeAll(peer, end);
    const places = new Map<string, number>();
    const placeOf = (name: string): number => {
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      return place;
    };
    // Peers of the run have the order of its plan, strangers follow.
    for (const { name } of peers) placeOf(name);
    const all = peers.flatMap(({ name }) => {
      const spans = (this.#closed.get(name) ?? [])
        .filter(({ from, to }) => from < end && to > start)
        .map(
          ({ remote, from, to, optimistic }): UnchokeSpan => [
            placeOf(this.#names.of(remote)),
            Math.round(Math.max(0, from - start)),
            Math.round(Math.min(end, to) - start),
            optimistic ? 1 : 0,
          ],
        );
      return spans.length === 0 ? [] : [{ peer: name, spans }];
    });
    let room = MOST_SPANS;
    const kept = all.filter(({ spans }) => {
      const fits = spans.length <= room;
      if (fits) room -= spans.length;
      return fits;
    });
    return { remotes: [...places.keys()], peers: kept, leftOut: all.length - kept.length };
  }

  #unchoke(peer: string, remote: string, from: number, optimistic: boolean): void {
    const slots = this.#open.get(peer) ?? new Map<string, Slot>();
    if (slots.get(remote)?.optimistic === optimistic) return;
    this.#close(peer, remote, from);
    this.#open.set(peer, slots.set(remote, { remote, from, optimistic }));
  }

  #close(peer: string, remote: string, to: number): void {
    const slot = this.#open.get(peer)?.get(remote);
    if (slot === undefined) return;
    this.#open.get(peer)?.delete(remote);
    const closed = this.#closed.get(peer) ?? [];
    closed.push({ ...slot, to });
    this.#closed.set(peer, closed);
  }

  #closeAll(peer: string, to: number): void {
    for (const remote of [...(this.#open.get(peer)?.keys() ?? [])]) this.#close(peer, remote, to);
  }
}
