import type { SwarmEvent } from '@seedbed/events';

/** Peers name each other by peer id; a peer that was started anew has several. */
export class PeerNames {
  readonly #names = new Map<string, string>();

  apply(event: SwarmEvent): void {
    if (event.type === 'peer-started') this.#names.set(event.peerId, event.peer);
  }

  /** The name in the run; of a client that tells no events its printable peer id. */
  of(remote: string): string {
    return this.#names.get(remote) ?? remote;
  }
}
