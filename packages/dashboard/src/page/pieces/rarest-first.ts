import type { SwarmModel } from '../../model/index.ts';

/** Whether a swarm fetches rarest first, in two numbers: mean copies, over all peers that are there. */
export interface RarestFirst {
  /** Of what is on its way: each piece counts once for each peer that fetches it. */
  readonly inFlight: number;
  /** Of what is missing: each piece counts once for each peer that could fetch it. */
  readonly missing: number;
}

/** Undefined where nothing is in flight, or nothing missing. */
export function rarestFirst({ peers, availability }: SwarmModel): RarestFirst | undefined {
  const here = peers.filter(({ stage }) => stage === 'running');
  let fetched = 0;
  let copiesFetched = 0;
  for (const { inFlight, have } of here) {
    for (const piece of inFlight.pieces.keys()) {
      if (piece >= availability.length || have.has(piece)) continue;
      fetched += 1;
      copiesFetched += availability[piece] ?? 0;
    }
  }
  let missed = 0;
  let copiesMissed = 0;
  for (const copies of availability) {
    missed += here.length - copies;
    copiesMissed += copies * (here.length - copies);
  }
  if (fetched === 0 || missed === 0) return undefined;
  return { inFlight: copiesFetched / fetched, missing: copiesMissed / missed };
}

/** What is worth looking at in the piece map, in one sentence. */
export function piecesHint(model: SwarmModel): string {
  const rarest = rarestFirst(model);
  if (rarest === undefined)
    return 'Rarest first: a leech takes its first pieces by chance; after that it asks for those with the fewest copies.';
  const [inFlight, missing] = [rarest.inFlight.toFixed(1), rarest.missing.toFixed(1)];
  return `Rarest first: what is in flight now has ${inFlight} copies on average, what is missing ${missing}. The orange bars are the short ones.`;
}
