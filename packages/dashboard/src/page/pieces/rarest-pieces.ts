/** What the rarest pieces are like. */
export interface Rarest {
  /** Peers that hold each of them. */
  readonly copies: number;
  /** How many pieces have no more copies than that. */
  readonly count: number;
  /** Those of them that stand out. */
  readonly pieces: readonly number[];
}

/** A piece is rare when most others are not: a larger part of all pieces is not marked. */
const MOST_RARE = 0.2;

/**
 * The pieces that the fewest peers hold. They stand out when they are few, as when one peer alone holds what all others
 * are missing; at the beginning, when hundreds have the seed's copy alone, none of them is rarer than the rest. What nobody
 * holds stands out always: it can be fetched from no one.
 */
export function rarestPieces(availability: ArrayLike<number>): Rarest {
  let copies = Number.POSITIVE_INFINITY;
  for (let piece = 0; piece < availability.length; piece += 1) copies = Math.min(copies, availability[piece] ?? 0);
  const pieces: number[] = [];
  for (let piece = 0; piece < availability.length; piece += 1) if (availability[piece] === copies) pieces.push(piece);
  const count = pieces.length;
  if (count === 0) return { copies: 0, count, pieces };
  const isTelling = copies === 0 ? count < availability.length : count <= Math.max(1, availability.length * MOST_RARE);
  return { copies, count, pieces: isTelling && count < availability.length ? pieces : [] };
}

/** Which pieces are rare, for people. @param pieces of all */
export function rarestText({ copies, count, pieces }: Rarest, of: number): string {
  const with_ = copies === 0 ? 'nobody holds' : copies === 1 ? 'one copy' : `${copies} copies`;
  if (count === of) return of === 0 ? 'no pieces' : `all pieces alike: ${copies === 0 ? 'nobody holds one' : with_}`;
  if (copies === 0) return `nobody holds ${count} of ${of}`;
  if (pieces.length > 0) return `rarest: ${count} with ${with_}`;
  return `none is rare: ${count} of ${of} have ${with_}`;
}
