import { toHex } from '@seedbed/protocol';
import type {
  PeerStore,
  PeerWindow,
  StoreAnnounce,
  StoreAnswer,
  StoreTotals,
  SwarmCounts,
  SwarmPage,
} from '../src/store/peer-store.ts';

interface NaivePeer extends Pick<StoreAnnounce, 'peerId' | 'address' | 'role' | 'completed'> {
  readonly validUntil: number;
}

interface NaiveSwarm {
  readonly infoHash: Uint8Array;
  readonly arrival: number;
  readonly peers: Map<string, NaivePeer>;
  downloaded: number;
  forgetAt: number;
}

/** The peer store that is obviously right: an object for each peer, everything looked through each time. */
export class NaiveStore implements PeerStore {
  readonly #swarms = new Map<string, NaiveSwarm>();
  #arrivals = 0;
  readonly #limits: { maxPeers: number; maxTorrents: number };

  constructor(limits: { maxPeers: number; maxTorrents: number }) {
    this.#limits = limits;
  }

  announce(announce: StoreAnnounce, now: number, random: () => number): StoreAnswer {
    this.sweep(now);
    const key = toHex(announce.infoHash);
    const swarm = this.#swarms.get(key) ?? {
      infoHash: announce.infoHash,
      arrival: this.#arrivals++,
      peers: new Map<string, NaivePeer>(),
      downloaded: 0,
      forgetAt: 0,
    };
    const peerKey = `${toHex(announce.peerId)} ${toHex(announce.address)}`;
    const windows = chooseWindows(this.candidates(announce, now), announce, random);
    const full = this.#change(key, peerKey, swarm, announce);
    return { ...windows, ...countsOf(swarm), full };
  }

  /** Everybody whom an answer to this announce may hold. */
  candidates(announce: StoreAnnounce, now: number): readonly NaivePeer[] {
    this.sweep(now);
    const own = `${toHex(announce.peerId)} ${toHex(announce.address)}`;
    return [...(this.#swarms.get(toHex(announce.infoHash))?.peers ?? [])]
      .filter(([key, peer]) => key !== own && (announce.role === 'leech' || peer.role === 'leech'))
      .map(([, peer]) => peer);
  }

  scrape(infoHash: Uint8Array, now: number): SwarmCounts | undefined {
    this.sweep(now);
    const swarm = this.#swarms.get(toHex(infoHash));
    return swarm && countsOf(swarm);
  }

  swarms(from: number, count: number): SwarmPage {
    const later = [...this.#swarms.values()].filter(({ arrival }) => arrival >= from);
    return {
      swarms: later.slice(0, count).map((swarm) => ({ infoHash: swarm.infoHash, ...countsOf(swarm) })),
      next: later[count]?.arrival,
    };
  }

  totals(): StoreTotals {
    const peers = [...this.#swarms.values()].flatMap((swarm) => [...swarm.peers.values()]);
    const seeds = peers.filter(({ role }) => role === 'seed').length;
    return { torrents: this.#swarms.size, seeds, leeches: peers.length - seeds };
  }

  /** Whatever is over goes, everywhere. */
  sweep(now: number): void {
    const seconds = Math.floor(now / 1_000);
    for (const [key, swarm] of this.#swarms) {
      for (const [peerKey, peer] of swarm.peers) if (peer.validUntil <= seconds) swarm.peers.delete(peerKey);
      if (swarm.peers.size === 0 && (swarm.downloaded === 0 || swarm.forgetAt <= seconds)) this.#swarms.delete(key);
    }
  }

  forget(infoHash: Uint8Array, peers: number): boolean {
    const swarm = this.#swarms.get(toHex(infoHash));
    if (swarm === undefined) return true;
    for (const peerKey of [...swarm.peers.keys()].slice(0, peers)) swarm.peers.delete(peerKey);
    if (swarm.peers.size > 0) return false;
    this.#swarms.delete(toHex(infoHash));
    return true;
  }

  #change(key: string, peerKey: string, swarm: NaiveSwarm, announce: StoreAnnounce): StoreAnswer['full'] {
    if (announce.change === 'none') return undefined;
    if (announce.change === 'remove') {
      swarm.peers.delete(peerKey);
      if (swarm.peers.size === 0 && swarm.downloaded === 0) this.#swarms.delete(key);
      return undefined;
    }
    const known = swarm.peers.get(peerKey);
    if (known === undefined) {
      const { torrents, seeds, leeches } = this.totals();
      if (!this.#swarms.has(key) && torrents >= this.#limits.maxTorrents) return 'torrents';
      if (seeds + leeches >= this.#limits.maxPeers) return 'peers';
    }
    const completed = announce.completed || (known?.completed ?? false);
    if (announce.completed && known?.completed !== true) swarm.downloaded += 1;
    const validUntil = Math.ceil(announce.validUntil / 1_000);
    swarm.forgetAt = Math.max(swarm.forgetAt, validUntil);
    const { peerId, address, role } = announce;
    swarm.peers.set(peerKey, { peerId: peerId.slice(), address: address.slice(), role, completed, validUntil });
    this.#swarms.set(key, swarm);
    return undefined;
  }
}

function countsOf({ peers, downloaded }: NaiveSwarm): SwarmCounts {
  const complete = [...peers.values()].filter(({ role }) => role === 'seed').length;
  return { complete, incomplete: peers.size - complete, downloaded };
}

function chooseWindows(
  candidates: readonly NaivePeer[],
  { address, numwant, withIds }: StoreAnnounce,
  random: () => number,
): { ipv4: PeerWindow; ipv6: PeerWindow } {
  const chosen = candidates
    .map((peer) => ({ peer, rank: (peer.address.length === address.length ? 0 : 1) + random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, numwant)
    .map(({ peer }) => peer);
  const window = (length: number): PeerWindow => {
    const peers = chosen.filter((peer) => peer.address.length === length);
    return {
      addresses: Uint8Array.from(peers.flatMap((peer) => [...peer.address])),
      ids: Uint8Array.from(withIds ? peers.flatMap((peer) => [...peer.peerId]) : []),
    };
  };
  return { ipv4: window(6), ipv6: window(18) };
}
