import type { SwarmEvent } from '@seedbed/events';
import { EvenSamples } from './even-samples.ts';
import type { Availability } from './report-model.ts';

const MOST_POINTS = 400;

/** How many copies of the pieces are among the peers that are there: what remains to be had when somebody leaves. */
export class AvailabilityReader {
  readonly #copies: Int32Array;
  readonly #held = new Map<string, Set<number>>();
  /** Peers that are there. */
  readonly #present = new Set<string>();
  readonly #samples: EvenSamples<readonly [least: number, mean: number]>;

  constructor(pieces: number) {
    this.#copies = new Int32Array(pieces);
    this.#samples = new EvenSamples(MOST_POINTS, () => this.#look());
  }

  apply(event: SwarmEvent): void {
    const { t, peer } = event;
    switch (event.type) {
      case 'peer-started':
        this.#samples.advance(t);
        if (event.have === event.pieces) this.#hold(peer, this.#copies.keys());
        return this.#join(peer);
      case 'piece':
        this.#samples.advance(t);
        return this.#gain(peer, event.piece);
      case 'peer-stopped':
        this.#samples.advance(t);
        return this.#leave(peer);
      case 'run-action':
        if (event.action !== 'kill') return;
        this.#samples.advance(t);
        for (const name of event.peers) this.#leave(name);
        return;
    }
  }

  availability(start: number, end: number): Availability {
    const samples = this.#samples.between(start, end);
    return {
      times: samples.map(({ t }) => t),
      least: samples.map(({ value: [least] }) => least),
      mean: samples.map(({ value: [, mean] }) => Number(mean.toFixed(2))),
    };
  }

  #hold(peer: string, pieces: Iterable<number>): void {
    if (!this.#present.has(peer)) this.#held.set(peer, new Set(pieces));
  }

  /** What a peer had when it left it has when it comes again. */
  #join(peer: string): void {
    if (this.#present.has(peer)) return;
    this.#present.add(peer);
    this.#change(peer, 1);
  }

  #leave(peer: string): void {
    if (this.#present.delete(peer)) this.#change(peer, -1);
  }

  #gain(peer: string, piece: number): void {
    const held = this.#held.get(peer) ?? new Set();
    if (piece >= this.#copies.length || held.has(piece)) return;
    this.#held.set(peer, held.add(piece));
    if (this.#present.has(peer)) this.#copies[piece] = (this.#copies[piece] ?? 0) + 1;
  }

  #change(peer: string, by: 1 | -1): void {
    for (const piece of this.#held.get(peer) ?? []) this.#copies[piece] = (this.#copies[piece] ?? 0) + by;
  }

  #look(): readonly [number, number] {
    let least = Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const copies of this.#copies) {
      if (copies < least) least = copies;
      sum += copies;
    }
    return this.#copies.length === 0 ? [0, 0] : [least, sum / this.#copies.length];
  }
}
