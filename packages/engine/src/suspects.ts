/** Attempts to have a suspect piece from one peer alone; after that everyone may help again, or it might never come. */
const MAX_ATTEMPTS = 3;

/**
 * Pieces that failed their hash with several senders. Such a piece is fetched from one peer alone: when it fails again
 * there is no doubt who sent it.
 */
export class Suspects {
  /** Attempts that were given up, by piece. */
  readonly #attempts = new Map<number, number>();

  /** Whether the next attempt is to be made with one peer alone. */
  isExclusive(piece: number): boolean {
    const attempts = this.#attempts.get(piece);
    return attempts !== undefined && attempts < MAX_ATTEMPTS;
  }

  /** The piece failed, and more than one peer can be to blame. */
  add(piece: number): void {
    this.#attempts.set(piece, 0);
  }

  /** The peer that was to send it alone did not. */
  givenUp(piece: number): void {
    const attempts = this.#attempts.get(piece);
    if (attempts !== undefined) this.#attempts.set(piece, attempts + 1);
  }

  /** The piece is there. */
  clear(piece: number): void {
    this.#attempts.delete(piece);
  }
}
