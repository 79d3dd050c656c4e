/** A block that a peer has asked us for. */
export interface BlockRequest {
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
}

/** The requests of one peer that still wait for their turn, the oldest first. A choke empties it (BEP 3). */
export class UploadQueue {
  #waiting: BlockRequest[] = [];
  /** Requests before this place were taken; the list is cut now and then, not at each one. */
  #head = 0;
  /** How many requests wait for each piece. */
  readonly #ofPiece = new Map<number, number>();

  get size(): number {
    return this.#waiting.length - this.#head;
  }

  push(request: BlockRequest): void {
    this.#waiting.push(request);
    this.#ofPiece.set(request.piece, (this.#ofPiece.get(request.piece) ?? 0) + 1);
  }

  peek(): BlockRequest | undefined {
    return this.#waiting[this.#head];
  }

  /** The oldest request for a block of this piece. */
  peekOf(piece: number): BlockRequest | undefined {
    if (!this.#ofPiece.has(piece)) return undefined;
    for (let at = this.#head; at < this.#waiting.length; at++) {
      const request = this.#waiting[at];
      if (request?.piece === piece) return request;
    }
    return undefined;
  }

  /** So many of the pieces that are asked for at most, those that have waited longest. */
  pieces(most: number): number[] {
    const pieces: number[] = [];
    for (const piece of this.#ofPiece.keys()) {
      if (pieces.length >= most) break;
      pieces.push(piece);
    }
    return pieces;
  }

  shift(): BlockRequest | undefined {
    const request = this.#waiting[this.#head];
    if (request === undefined) return undefined;
    this.#taken(request.piece);
    this.#head++;
    if (this.#head > 64 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return request;
  }

  /** Takes back a request of exactly these numbers; answers whether one was waiting. */
  cancel(request: BlockRequest): boolean {
    const at = this.#find(request);
    if (at < 0) return false;
    if (at === this.#head) this.shift();
    else {
      this.#waiting.splice(at, 1);
      this.#taken(request.piece);
    }
    return true;
  }

  has(request: BlockRequest): boolean {
    return this.#find(request) >= 0;
  }

  clear(): void {
    this.#waiting = [];
    this.#head = 0;
    this.#ofPiece.clear();
  }

  #taken(piece: number): void {
    const left = (this.#ofPiece.get(piece) ?? 0) - 1;
    if (left > 0) this.#ofPiece.set(piece, left);
    else this.#ofPiece.delete(piece);
  }

  #find({ piece, begin, length }: BlockRequest): number {
    for (let at = this.#head; at < this.#waiting.length; at++) {
      const waiting = this.#waiting[at];
      if (waiting?.piece === piece && waiting.begin === begin && waiting.length === length) return at;
    }
    return -1;
  }
}
