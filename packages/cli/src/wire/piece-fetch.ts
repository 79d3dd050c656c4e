import { BLOCK_LENGTH, type EncodableMessage, type Geometry, type PeerMessage } from '@seedbed/protocol';

/** How many requests are in flight: what the first implementation of BEP 3 had. */
const PIPELINE = 5;

/**
 * - `unknown`: the peer has not said yet whether it has the piece
 * - `without`: it has told us what it has, and the piece is not among it
 * - `choked`: it has the piece, we are interested and wait for our turn
 * - `asking`: it has unchoked us
 * - `whole`: every block is here
 */
export type FetchState = 'unknown' | 'without' | 'choked' | 'asking' | 'whole';

/**
 * Gets one piece from one peer: told what the peer says, it answers what to say. Each block is missing, asked for or here;
 * what was asked for is missing again after a choke (BEP 3).
 */
export class PieceFetch {
  readonly #geometry: Geometry;
  readonly #piece: number;
  readonly #missing: number[];
  readonly #asked = new Set<number>();
  #hasPiece = false;
  #hasSpoken = false;
  #isChoked = true;
  #arrived = 0;

  constructor(geometry: Geometry, piece: number) {
    this.#geometry = geometry;
    this.#piece = piece;
    this.#missing = Array.from({ length: geometry.blockCount(piece) }, (_, block) => block);
  }

  get state(): FetchState {
    if (this.#arrived === this.#geometry.blockCount(this.#piece)) return 'whole';
    if (!this.#hasPiece) return this.#hasSpoken ? 'without' : 'unknown';
    return this.#isChoked ? 'choked' : 'asking';
  }

  /** Blocks that are here. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Answers what is to be sent. */
  receive(message: PeerMessage): readonly EncodableMessage[] {
    switch (message.type) {
      case 'bitfield':
        this.#hasSpoken = true;
        return message.bitfield.has(this.#piece) ? this.#found() : [];
      case 'have':
        return message.piece === this.#piece ? this.#found() : [];
      case 'choke':
        this.#isChoked = true;
        this.#missing.push(...this.#asked);
        this.#asked.clear();
        return [];
      case 'unchoke':
        this.#isChoked = false;
        return this.#ask();
      default:
        return [];
    }
  }

  /** Whether these bytes are a block that was asked for and has not come yet. */
  expects(piece: number, begin: number, length: number): boolean {
    const isOurs = piece === this.#piece && this.#geometry.isBlock(piece, begin, length);
    return isOurs && this.#asked.has(begin / BLOCK_LENGTH);
  }

  /** A block that was expected is here, all of it. Answers what is to be sent. */
  blockArrived(begin: number): readonly EncodableMessage[] {
    if (!this.#asked.delete(begin / BLOCK_LENGTH)) return [];
    this.#arrived++;
    return this.#ask();
  }

  #found(): readonly EncodableMessage[] {
    if (this.#hasPiece) return [];
    this.#hasPiece = true;
    return [{ type: 'interested' }, ...this.#ask()];
  }

  #ask(): readonly EncodableMessage[] {
    if (this.#isChoked || !this.#hasPiece) return [];
    const blocks = this.#missing.splice(0, PIPELINE - this.#asked.size);
    return blocks.map((block) => {
      this.#asked.add(block);
      const length = this.#geometry.blockLength(this.#piece, block);
      return { type: 'request', piece: this.#piece, begin: block * BLOCK_LENGTH, length };
    });
  }
}
