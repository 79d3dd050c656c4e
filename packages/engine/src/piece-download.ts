import type { SourceBytes } from '@seedbed/events';
import type { Geometry } from '@seedbed/protocol';
import type { PeerKey } from './torrent-input.ts';

/** How a download begins. */
export interface PieceDownloadStart {
  readonly piece: number;
  readonly owner: PeerKey | undefined;
  readonly exclusive: boolean;
  readonly now: number;
}

/**
 * One started piece. Each of its blocks is in exactly one state: missing (nobody is asked), requested (of one peer, in
 * end game of several) or received. When all are received the piece is being verified, and no block may arrive any more.
 */
export class PieceDownload {
  readonly piece: number;
  readonly blockCount: number;
  readonly startedAt: number;
  /** When its owner was asked for it. */
  askedAt: number;
  /** How often what was asked for was moved to another peer. */
  moves = 0;
  /** The peer that fetches this piece; others join only when they have nothing else to ask for. */
  owner: PeerKey | undefined;
  /** Only its owner may send it: the piece failed its hash with several senders, and the blame is to be settled. */
  readonly exclusive: boolean;
  readonly #geometry: Geometry;
  readonly #askedOf: PeerKey[][];
  readonly #senders: (string | undefined)[];
  #missing: number;
  #received = 0;
  /** No block before this one is missing. */
  #cursor = 0;

  constructor({ piece, owner, exclusive, now }: PieceDownloadStart, geometry: Geometry) {
    this.piece = piece;
    this.owner = owner;
    this.exclusive = exclusive;
    this.startedAt = now;
    this.askedAt = now;
    this.blockCount = geometry.blockCount(piece);
    this.#geometry = geometry;
    this.#askedOf = Array.from({ length: this.blockCount }, () => []);
    this.#senders = new Array(this.blockCount).fill(undefined);
    this.#missing = this.blockCount;
  }

  get hasMissing(): boolean {
    return this.#missing > 0;
  }

  /** Somebody is asked for some of it. */
  get isAskedFor(): boolean {
    return this.#missing + this.#received < this.blockCount;
  }

  /** All blocks are in; the hash decides now. */
  get isVerifying(): boolean {
    return this.#received === this.blockCount;
  }

  /** All of it is asked for, each block of one peer, and nothing has come. */
  get isUntouched(): boolean {
    return this.#missing === 0 && this.#received === 0 && this.#askedOf.every((asked) => asked.length === 1);
  }

  isReceived(block: number): boolean {
    return this.#senders[block] !== undefined;
  }

  /** The peers that were asked for the block and have neither sent it nor been released. */
  askedOf(block: number): readonly PeerKey[] {
    return this.#askedOf[block] ?? [];
  }

  /** Its requests go from their peer to another one. */
  movedAt(now: number): void {
    this.askedAt = now;
    this.moves++;
  }

  /** The first missing block, or `undefined`. */
  nextMissing(): number | undefined {
    if (this.#missing === 0) return undefined;
    while (this.#cursor < this.blockCount && !this.#isMissing(this.#cursor)) this.#cursor++;
    return this.#cursor;
  }

  /** missing -> requested; in end game also requested -> requested of one more. */
  request(block: number, peer: PeerKey): void {
    if (this.#isMissing(block)) this.#missing--;
    this.#askedOf[block]?.push(peer);
  }

  /** requested -> missing, unless another peer is asked for the block too. */
  release(block: number, peer: PeerKey): void {
    const asked = this.#askedOf[block] ?? [];
    const at = asked.indexOf(peer);
    if (at < 0) return;
    asked.splice(at, 1);
    if (this.#isMissing(block)) {
      this.#missing++;
      this.#cursor = Math.min(this.#cursor, block);
    }
  }

  /** missing or requested -> received. Answers the other peers that were asked for it. */
  receive(block: number, from: PeerKey, remote: string): readonly PeerKey[] {
    if (this.#isMissing(block)) this.#missing--;
    const asked = this.askedOf(block);
    this.#askedOf[block] = [];
    this.#senders[block] = remote;
    this.#received++;
    return asked.filter((peer) => peer !== from);
  }

  /** Who sent how much of it. */
  sources(): SourceBytes[] {
    const bytes = new Map<string, number>();
    for (const [block, remote] of this.#senders.entries()) {
      if (remote === undefined) continue;
      bytes.set(remote, (bytes.get(remote) ?? 0) + this.#geometry.blockLength(this.piece, block));
    }
    return [...bytes].map(([remote, count]) => ({ remote, bytes: count }));
  }

  /** For tests: throws when a counter disagrees with the blocks. */
  checkInvariants(): void {
    let missing = 0;
    let received = 0;
    for (let block = 0; block < this.blockCount; block++) {
      const isAsked = this.askedOf(block).length > 0;
      if (this.#isMissing(block)) missing++;
      if (this.isReceived(block)) received++;
      if (this.isReceived(block) && isAsked) throw new Error(`block ${block} is received and asked for`);
      if (block < this.#cursor && this.#isMissing(block))
        throw new Error(`block ${block} is missing before the cursor`);
    }
    if (missing !== this.#missing || received !== this.#received) {
      throw new Error(`piece ${this.piece} has counted wrongly`);
    }
  }

  #isMissing(block: number): boolean {
    return this.#senders[block] === undefined && this.#askedOf[block]?.length === 0;
  }
}
