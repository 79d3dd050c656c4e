import type { PlannedDeparture, PlannedPeer } from '../scenario/run-plan.ts';

/** When a peer is to leave, on the clock of whoever asked, and how. */
export interface Leave {
  readonly at: number;
  readonly how: PlannedDeparture['how'];
}

/** Knows what has to happen before each peer leaves, and answers once when it has happened. */
export class DepartureWatch {
  /** Those that are to leave and for whom the occasion has not come. */
  readonly #waiting = new Map<string, PlannedDeparture>();
  readonly #planned: ReadonlyMap<string, PlannedDeparture>;

  constructor(peers: readonly Pick<PlannedPeer, 'name' | 'departure'>[]) {
    this.#planned = new Map(
      peers.flatMap(({ name, departure }) => (departure === undefined ? [] : [[name, departure] as const])),
    );
  }

  /** It has come, or come again. */
  arrived(peer: string, now: number): Leave | undefined {
    const planned = this.#planned.get(peer);
    if (planned === undefined) return undefined;
    this.#waiting.set(peer, planned);
    const { when } = planned;
    return typeof when === 'object' && 'time' in when ? this.#leave(peer, planned, now + when.time) : undefined;
  }

  /** It has everything. */
  completed(peer: string, now: number): Leave | undefined {
    const planned = this.#waiting.get(peer);
    return planned?.when === 'complete' ? this.#leave(peer, planned, now) : undefined;
  }

  /** So many bytes of payload have left it since it came. */
  sent(peer: string, bytes: number, now: number): Leave | undefined {
    const planned = this.#waiting.get(peer);
    if (planned === undefined || typeof planned.when !== 'object' || !('sent' in planned.when)) return undefined;
    return bytes >= planned.when.sent ? this.#leave(peer, planned, now) : undefined;
  }

  #leave(peer: string, { after, how }: PlannedDeparture, occasion: number): Leave {
    this.#waiting.delete(peer);
    return { at: occasion + after, how };
  }
}
