/** What the rarest pieces are like. */
export interface Rarest {
  /** Peers that hold each of them. */
  readonly copies: number;
  readonly pieces: readonly number[];
}

/**
 * The pieces that the fewest peers hold. Nobody's pieces come first: they can be fetched from no one. When every piece is
 * held by the same number there is nothing rare, and no piece is named.
 */
export function rarestPieces(availability: ArrayLike<number>): Rarest {
  let copies = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let piece = 0; piece < availability.length; piece += 1) {
    const held = availability[piece] ?? 0;
    copies = Math.min(copies, held);
    most = Math.max(most, held);
  }
  if (copies === most || copies === Number.POSITIVE_INFINITY) return { copies: most, pieces: [] };
  const pieces: number[] = [];
  for (let piece = 0; piece < availability.length; piece += 1) if (availability[piece] === copies) pieces.push(piece);
  return { copies, pieces };
}
