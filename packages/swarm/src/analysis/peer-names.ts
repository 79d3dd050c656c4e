import type { SwarmEvent } from '@seedbed/events';

/**
 * Peers name each other by peer id; a peer that was started anew has several. Clients of others don't tell theirs, which is
 * empty then, and some have one for each connection: it is that of whoever connects with the address of one of them.
 */
export class PeerNames {
  readonly #names = new Map<string, string>();
  /** By their IP addresses. */
  readonly #nameless = new Map<string, string>();
  readonly #silent = new Set<string>();

  apply(event: SwarmEvent): void {
    if (event.type === 'peer-started') {
      if (event.peerId !== '') this.#names.set(event.peerId, event.peer);
      else {
        this.#nameless.set(ipIn(event.address), event.peer);
        this.#silent.add(event.peer);
      }
    } else if (event.type === 'connected') {
      const name = this.#nameless.get(ipIn(event.address));
      if (name !== undefined) this.#names.set(event.remote, name);
    }
  }

  /** Whether it is a client of others, which does not say from whom it got what. */
  isSilent(name: string): boolean {
    return this.#silent.has(name);
  }

  get hasSilent(): boolean {
    return this.#silent.size > 0;
  }

  /** The name in the run; of a client that tells no events its printable peer id. */
  of(remote: string): string {
    return this.#names.get(remote) ?? remote;
  }
}

const ipIn = (address: string): string => address.slice(0, address.lastIndexOf(':'));
