import type { PeerState } from './peer-state.ts';

/**
 * Payload that moved, counted at both ends by the word of who received it. Of somebody who has sent something and has not
 * told who it is yet, the bytes wait: its word may come later than its blocks.
 */
export class Payload {
  readonly #sentByStrangers: Map<string, number>;

  constructor(sentByStrangers: Iterable<readonly [string, number]> = []) {
    this.#sentByStrangers = new Map(sentByStrangers);
  }

  /** By peer id, bytes. */
  get sentByStrangers(): readonly (readonly [string, number])[] {
    return [...this.#sentByStrangers];
  }

  /** @param from the peer with the id `remote`, where it is known */
  move(to: PeerState, from: PeerState | undefined, remote: string, bytes: number, t: number): void {
    // Whoever has everything gets what it did not need, late answers of the end game: bytes, but no progress and no rate.
    const isOfUse = !to.isComplete;
    const connection = to.connections.get(remote);
    if (connection !== undefined) {
      // Those who left may have sent the last blocks of a piece that is verified now.
      connection.downloaded += bytes;
      if (isOfUse) connection.download.add(bytes, t);
    }
    to.downloaded += bytes;
    if (isOfUse) to.received.add(bytes, t);
    if (from === undefined) {
      this.#sentByStrangers.set(remote, (this.#sentByStrangers.get(remote) ?? 0) + bytes);
      return;
    }
    from.uploaded += bytes;
    if (isOfUse) from.sent.add(bytes, t);
  }

  /** A peer tells its id: what was sent under it was sent by this one. */
  claim(peer: PeerState): void {
    peer.uploaded += this.#sentByStrangers.get(peer.peerId) ?? 0;
    this.#sentByStrangers.delete(peer.peerId);
  }
}
