import type { TorrentEffect, TorrentInput } from '@seedbed/engine';
import type { PeerAddress } from '@seedbed/protocol';
import { type AnnounceConfig, announce, MemoryStore } from '@seedbed/tracker/announce';
import type { VirtualTime } from './virtual-time.ts';

/** The one tracker of a simulated swarm. */
export const TRACKER_URL = 'http://tracker.invalid/announce';

/** One swarm, one info hash: any will do. */
const INFO_HASH: Uint8Array = new Uint8Array(20).fill(1);

/** Who announces. */
export interface AnnouncingPeer {
  readonly address: PeerAddress;
  readonly peerId: Uint8Array;
}

/** The rules and the store of the real tracker, without its sockets: an answer takes one round trip. */
export class SimulatedTracker {
  readonly #time: VirtualTime;
  readonly #random: () => number;
  readonly #delay: number;
  readonly #config: AnnounceConfig;
  readonly #store: MemoryStore = new MemoryStore({ maxPeers: 100_000, maxTorrents: 1 });

  /** @param settings `delay` one way in ms, `interval` in seconds */
  constructor(time: VirtualTime, random: () => number, settings: { delay: number; interval: number }) {
    this.#time = time;
    this.#random = random;
    this.#delay = settings.delay;
    this.#config = {
      interval: settings.interval * 1_000,
      minInterval: Math.min(60, settings.interval) * 1_000,
      grace: 60_000,
      numwant: 50,
      maxNumwant: 200,
      trustIpParameter: false,
    };
  }

  announce(
    peer: AnnouncingPeer,
    effect: Extract<TorrentEffect, { type: 'announce' }>,
    answered: (input: TorrentInput) => void,
  ): void {
    const { tracker, event, numwant, uploaded, downloaded, left } = effect;
    this.#time.at(this.#time.now + this.#delay, () => {
      const request = {
        infoHash: INFO_HASH,
        peerId: peer.peerId,
        port: peer.address.port,
        uploaded,
        downloaded,
        left,
        numwant,
        compact: true,
        noPeerId: true,
        ...(event !== undefined && { event }),
      };
      const answer = announce(this.#store, request, peer.address, this.#config, this.#time.now, this.#random);
      this.#time.at(this.#time.now + this.#delay, () => answered({ type: 'announce-answered', tracker, answer }));
    });
  }
}
