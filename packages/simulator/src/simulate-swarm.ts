import { defaultTorrentOptions, type TorrentOptions } from '@seedbed/engine';
import type { EventLevel, SwarmEvent } from '@seedbed/events';
import { Bitfield, createPeerId, Geometry, printableId } from '@seedbed/protocol';
import { seededRandom } from './seeded-random.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedPeer, type World } from './simulated-peer.ts';
import { SimulatedTracker, TRACKER_URL, type TrackerPlan } from './simulated-tracker.ts';
import { VirtualTime } from './virtual-time.ts';

/** One peer of a simulated swarm. */
export interface PeerPlan {
  readonly name: string;
  readonly role: 'seed' | 'leech';
  /** Pieces that a leech has at the start; none by default. */
  readonly holds?: readonly number[];
  /** When it comes, ms; 0 by default. */
  readonly arrival?: number;
  /** Bytes per second for all its connections together; unlimited by default. */
  readonly uploadRate?: number;
  /** It leaves for good when it has sent so many bytes of blocks; never by default. */
  readonly leavesAfterSent?: number;
  /** From then on it neither reads nor writes, ms, while its connections stay: a process that was stopped. Never by default. */
  readonly silentFrom?: number;
  /** Names of peers whose addresses it knows from the start, without a tracker. */
  readonly knows?: readonly string[];
  /** Every block it sends is wrong. */
  readonly poisons?: boolean;
  /** Pieces that it fetches, in whatever order; all by default. */
  readonly wanted?: readonly number[];
  /** Settings that differ from the engine's defaults. */
  readonly options?: Partial<TorrentOptions>;
}

/** A swarm in virtual time. The same plan gives the same events, always. */
export interface SwarmPlan {
  readonly seedValue: number;
  /** Bytes. */
  readonly length: number;
  readonly pieceLength: number;
  readonly peers: readonly PeerPlan[];
  /** One way between any two peers, ms. */
  readonly delay: number;
  /** Virtual time after which it ends in any case, ms. */
  readonly end: number;
  readonly eventLevel?: EventLevel;
  /** What the tracker asks for at a time, or that it is down; always half an hour, and a minute at least, by default. */
  readonly tracker?: TrackerPlan;
}

export interface SwarmOutcome {
  readonly events: readonly SwarmEvent[];
  /** In the order of the plan. */
  readonly peers: readonly SimulatedPeer[];
  /** When it ended, ms: all peers complete, or the end of the plan. */
  readonly endedAt: number;
}

const everyHalfHour: TrackerPlan = () => ({ interval: 1_800, minInterval: 60 });

const everyoneComplete = (peers: readonly SimulatedPeer[]): boolean => peers.every((peer) => peer.isComplete);

/** Runs a swarm until `done` says so (when every peer is complete, by default), or to the end of its time. */
export function simulateSwarm(
  plan: SwarmPlan,
  done: (peers: readonly SimulatedPeer[]) => boolean = everyoneComplete,
): SwarmOutcome {
  const random = seededRandom(plan.seedValue);
  const time = new VirtualTime();
  const events: SwarmEvent[] = [];
  const poisoners = new Set<string>();
  const world: World = {
    time,
    network: new SimulatedNetwork(time, plan.delay),
    tracker: new SimulatedTracker(time, random, { delay: plan.delay, plan: plan.tracker ?? everyHalfHour }),
    events: { emit: (event) => events.push(event) },
    poisons: (remote) => poisoners.has(remote),
  };
  const geometry = new Geometry(plan.length, plan.pieceLength);
  const peers = plan.peers.map((peer, index) => createPeer(world, plan, peer, index, geometry, random));
  for (const [index, simulated] of peers.entries()) {
    const { arrival = 0, silentFrom, knows = [], poisons = false } = plan.peers[index] ?? {};
    if (poisons) poisoners.add(printableId(simulated.peerId));
    const known = peers.filter((other) => knows.includes(other.name)).map((other) => other.address);
    time.at(arrival, () => simulated.start());
    if (silentFrom !== undefined) time.at(silentFrom, () => simulated.fallSilent());
    if (known.length > 0) time.at(arrival, () => simulated.find(known));
  }
  time.run(plan.end, () => done(peers));
  return { events, peers, endedAt: time.now };
}

function createPeer(
  world: World,
  plan: SwarmPlan,
  peer: PeerPlan,
  index: number,
  geometry: Geometry,
  random: () => number,
): SimulatedPeer {
  const eventLevel = plan.eventLevel ?? 'piece';
  return new SimulatedPeer(world, {
    name: peer.name,
    // 198.18.0.0/15 is set aside for tests of networks (RFC 2544).
    address: { ip: `198.18.${(index + 1) >> 8}.${(index + 1) & 255}`, port: 6881 },
    peerId: createPeerId(Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256))),
    geometry,
    have: peer.role === 'seed' ? Bitfield.full(geometry.pieceCount) : bitfieldOf(geometry.pieceCount, peer.holds),
    ...(peer.wanted && { wanted: bitfieldOf(geometry.pieceCount, peer.wanted) }),
    trackers: [[TRACKER_URL]],
    options: { ...defaultTorrentOptions, eventLevel, ...peer.options },
    uploadRate: peer.uploadRate ?? Number.POSITIVE_INFINITY,
    leavesAfterSent: peer.leavesAfterSent ?? Number.POSITIVE_INFINITY,
    // Its own source: what one peer draws must not depend on when the others draw.
    random: seededRandom(Math.floor(random() * 2 ** 32)),
  });
}

function bitfieldOf(pieceCount: number, pieces: readonly number[] = []): Bitfield {
  const bitfield = new Bitfield(pieceCount);
  for (const piece of pieces) bitfield.set(piece);
  return bitfield;
}
