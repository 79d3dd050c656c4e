import { printableId } from '@seedbed/protocol';
import { type PeerPlan, simulateSwarm } from '@seedbed/simulator';

const KIB = 1024;
const MIB = 1024 * KIB;
const PIECE = 256 * KIB;

/** A swarm whose links are known. Rates are bytes per second. */
export interface Shape {
  readonly length: number;
  readonly seedRate: number;
  /** Names and uplinks of the leeches. */
  readonly leeches: readonly { readonly name: string; readonly count: number; readonly rate: number }[];
  /** The least time it can take (Kumar and Ross 2006), ms. */
  readonly bound: number;
  /** Copies after which the seed leaves. */
  readonly seedSends?: number;
}

export const shapes = {
  equal: { length: 32 * MIB, seedRate: MIB, leeches: [{ name: 'leech', count: 20, rate: MIB }], bound: 32_000 },
  mixed: {
    length: 32 * MIB,
    seedRate: 2 * MIB,
    leeches: [
      { name: 'slow', count: 10, rate: MIB / 4 },
      { name: 'fast', count: 10, rate: 2 * MIB },
    ],
    bound: 26_122,
  },
  slowSeed: {
    length: 16 * MIB,
    seedRate: MIB / 4,
    leeches: [{ name: 'leech', count: 10, rate: 2 * MIB }],
    bound: 64_000,
  },
} as const satisfies Record<string, Shape>;

/** How a swarm of that shape ended; leeches come within the first second. */
export function completedIn(shape: Shape, seedValue: number) {
  const leeches = shape.leeches.flatMap(({ name, count, rate }) =>
    Array.from({ length: count }, (_, i): PeerPlan => {
      return {
        name: `${name}-${i + 1}`,
        role: 'leech',
        uploadRate: rate,
        arrival: Math.floor(((i * 0.618) % 1) * 1_000),
      };
    }),
  );
  const leavesAfterSent = (shape.seedSends ?? Number.POSITIVE_INFINITY) * shape.length;
  const seed: PeerPlan = { name: 'seed', role: 'seed', uploadRate: shape.seedRate, leavesAfterSent };
  const { events, peers, endedAt } = simulateSwarm({
    seedValue,
    length: shape.length,
    pieceLength: PIECE,
    peers: [seed, ...leeches],
    delay: 5,
    end: 4 * shape.bound,
  });
  const completions = events.filter((event) => event.type === 'completed');
  const [first] = peers;
  if (first === undefined) throw new Error('a swarm without its seed');
  const seedId = printableId(first.peerId);
  const missing = new Set(Array.from({ length: shape.length / PIECE }, (_, piece) => piece));
  let fromSeed = 0;
  for (const event of events) {
    if (event.type !== 'piece' || missing.size === 0) continue;
    for (const { remote, bytes } of event.sources) if (remote === seedId) fromSeed += bytes;
    missing.delete(event.piece);
  }
  const uplinks = shape.leeches.reduce((sum, { count, rate }) => sum + count * rate, 0);
  const sent = peers.slice(1).reduce((sum, { torrent }) => sum + torrent.stats(endedAt).uploaded, 0);
  return {
    /** The share of what the leeches' uplinks could have sent that they did not, from the first moment to the last. */
    idle: 1 - (sent * 1_000) / (uplinks * endedAt),
    overBound: endedAt / shape.bound,
    completed: completions.length,
    /** Copies that had come from the seed when each piece was at some leech. */
    whenAllOut: fromSeed / shape.length,
    /** When the leeches of a name were complete, in the mean, ms. */
    meanOf: (name: string): number => {
      const times = completions.filter(({ peer }) => peer.startsWith(`${name}-`)).map(({ t }) => t);
      return times.reduce((sum, t) => sum + t, 0) / times.length;
    },
  };
}
