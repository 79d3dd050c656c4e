import type { EventLevel, TraceName } from '@seedbed/events';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import type { WrittenPeer } from './host-protocol.ts';

/** What all peers of a run have in common. */
export interface PeerSetup {
  readonly torrent: string;
  readonly eventLevel: EventLevel;
  readonly trace: readonly TraceName[];
  readonly seedValue: number;
  /** Connections of a peer at most; undefined is the daemon's default. */
  readonly mostPeers: number | undefined;
}

/** Where a peer listens, and where its content lies. */
export interface PeerPlace {
  readonly ip: string;
  readonly dir: string;
}

/** What the process of each peer is told to start it with, by the names of the peers, but for its link. */
export const peerConfigs = (
  peers: readonly PlannedPeer[],
  setup: PeerSetup,
  placeOf: (name: string) => PeerPlace,
): ReadonlyMap<string, Omit<WrittenPeer, 'link'>> =>
  new Map(peers.map((peer, index) => [peer.name, peerConfig(peer, index, placeOf(peer.name), setup)]));

function peerConfig(
  { name, role, storage, choker, picker, slots }: PlannedPeer,
  index: number,
  { ip, dir }: PeerPlace,
  { torrent, eventLevel, trace, seedValue, mostPeers }: PeerSetup,
): Omit<WrittenPeer, 'link'> {
  return {
    name,
    torrent,
    dir,
    listen: `${ip}:0`,
    // What the seeds share is the user's: it is not written, and all of them, and others, may read it. No peer keeps a
    // journal: what the leeches get is deleted in the end.
    readOnly: role === 'seed',
    shared: role === 'seed',
    eventLevel,
    trace,
    storage,
    // Chance of a link of its own, which the seed value decides.
    linkSeed: (seedValue + Math.imul(index + 1, 0x9e3779b1)) >>> 0,
    ...(storage === 'synthetic' && { contentSeed: seedValue }),
    ...(choker !== undefined && { choker: choker as NonNullable<WrittenPeer['choker']> }),
    ...(picker !== undefined && { picker: picker as NonNullable<WrittenPeer['picker']> }),
    ...(slots !== undefined && { uploadSlots: slots }),
    // In a crowd, half of what peers tell each other is what the other one has already.
    ...(mostPeers !== undefined && { maxPeers: mostPeers, skipRedundantHaves: true }),
  };
}
