import type { ConnectionView, PeerView, SwarmModel } from '../../model/index.ts';

/** Whether leeches fetch rarest first, in two numbers of copies, means over all that is asked for. */
export interface RarestFirst {
  /** Of the pieces that are asked for. */
  readonly asked: number;
  /** Of all pieces that could be asked of the same peers. */
  readonly offered: number;
}

/** More peers, and it would take longer than a frame. */
const MOST_PEERS = 120;

/** Undefined where nothing is asked for, or nobody tells what. */
export function rarestFirst(model: SwarmModel): RarestFirst | undefined {
  if (model.peers.length > MOST_PEERS) return undefined;
  let count = 0;
  let asked = 0;
  let offered = 0;
  for (const leech of model.peers) {
    for (const connection of leech.connections.values()) {
      const pieces = askedOver(connection, leech);
      const holder = model.peerOf(connection.remote);
      if (pieces.size === 0 || holder === undefined) continue;
      const mean = meanOffered(model.availability, holder, leech);
      for (const piece of pieces) {
        count += 1;
        asked += model.availability[piece] ?? 0;
        offered += mean;
      }
    }
  }
  return count === 0 ? undefined : { asked: asked / count, offered: offered / count };
}

function askedOver({ requests }: ConnectionView, leech: PeerView): Set<number> {
  const pieces = new Set<number>();
  for (const { piece } of requests.values()) if (!leech.have.has(piece)) pieces.add(piece);
  return pieces;
}

/** Mean copies of what one has and the other is missing. */
function meanOffered(availability: Uint16Array, holder: PeerView, leech: PeerView): number {
  let pieces = 0;
  let copies = 0;
  for (let piece = 0; piece < availability.length; piece += 1) {
    if (!holder.have.has(piece) || leech.have.has(piece)) continue;
    pieces += 1;
    copies += availability[piece] ?? 0;
  }
  return pieces === 0 ? 0 : copies / pieces;
}

/** What is worth looking at in the piece map, in one sentence. */
export function piecesHint(model: SwarmModel): string {
  const rarest = rarestFirst(model);
  if (rarest === undefined)
    return 'Rarest first: a leech takes its first pieces by chance; after that it asks each peer for what has the fewest copies.';
  const [asked, offered] = [rarest.asked.toFixed(1), rarest.offered.toFixed(1)];
  return `Rarest first: what leeches ask for now has ${asked} copies on average; all that they could ask of the same peers has ${offered}.`;
}
