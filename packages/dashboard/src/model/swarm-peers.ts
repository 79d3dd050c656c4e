import { PeerState } from './peer-state.ts';
import type { RunPeerHeader } from './run-header.ts';

/** The peers of a swarm: those of the plan, in its order, and behind them those that came unplanned. */
export class SwarmPeers {
  readonly all: PeerState[] = [];
  readonly #planned: number;
  readonly #pieces: number;
  readonly #byName = new Map<string, PeerState>();
  readonly #byId = new Map<string, PeerState>();

  constructor(planned: readonly RunPeerHeader[], pieces: number) {
    this.#planned = planned.length;
    this.#pieces = pieces;
    for (const peer of planned) this.add(peer);
  }

  add(peer: RunPeerHeader): PeerState {
    const state = new PeerState({ ...peer, index: this.all.length }, this.#pieces);
    this.all.push(state);
    this.#byName.set(state.name, state);
    return state;
  }

  named(name: string): PeerState | undefined {
    return this.#byName.get(name);
  }

  /** Who has or had this peer id; undefined for clients that tell no events. */
  withId(id: string): PeerState | undefined {
    return this.#byId.get(id);
  }

  /** From now on the peer is met under its present id as well. */
  identify(peer: PeerState): void {
    this.#byId.set(peer.peerId, peer);
  }

  /** Nobody is there any more under an id that was somebody's. */
  isGone(id: string): boolean {
    const peer = this.#byId.get(id);
    return peer !== undefined && (peer.stage !== 'running' || peer.peerId !== id);
  }

  /** The network is cut like this from now on, and no other way. */
  takeSides(sides: ReadonlyMap<string, number>): void {
    for (const peer of this.all) peer.side = sides.get(peer.name);
  }

  /** Those that the plan did not know. */
  get added(): readonly RunPeerHeader[] {
    return this.all.slice(this.#planned).map(({ name, group, role, client }) => ({ name, group, role, client }));
  }

  /** Peer ids, each with the place of its peer. */
  get ids(): readonly (readonly [string, number])[] {
    return [...this.#byId].map(([id, { index }]) => [id, index]);
  }

  restoreIds(ids: readonly (readonly [string, number])[]): void {
    for (const [id, index] of ids) {
      const peer = this.all[index];
      if (peer !== undefined) this.#byId.set(id, peer);
    }
  }
}
