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

/** What a tracker asks for, seconds. */
export interface TrackerTerms {
  readonly interval: number;
  readonly minInterval: number;
}

/** The terms at a time (ms), or that the tracker is down then. */
export type TrackerPlan = (now: number) => TrackerTerms | 'down';

/** The rules and the store of the real tracker, without its sockets: an answer takes one round trip. */
export class SimulatedTracker {
  readonly #time: VirtualTime;
  readonly #random: () => number;
  readonly #delay: number;
  readonly #plan: TrackerPlan;
  readonly #store: MemoryStore = new MemoryStore({ maxPeers: 100_000, maxTorrents: 1 });

  /** @param settings `delay` one way in ms */
  constructor(time: VirtualTime, random: () => number, settings: { delay: number; plan: TrackerPlan }) {
    this.#time = time;
    this.#random = random;
    this.#delay = settings.delay;
    this.#plan = settings.plan;
  }

  announce(
    peer: AnnouncingPeer,
    effect: Extract<TorrentEffect, { type: 'announce' }>,
    answered: (input: TorrentInput) => void,
  ): void {
    const { tracker, event, numwant, uploaded, downloaded, left } = effect;
    const back = (input: TorrentInput): void => this.#time.at(this.#time.now + this.#delay, () => answered(input));
    this.#time.at(this.#time.now + this.#delay, () => {
      const terms = this.#plan(this.#time.now);
      if (terms === 'down') return back({ type: 'announce-failed', tracker, reason: 'connection refused' });
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
      const config = configOf(terms);
      const answer = announce(this.#store, request, peer.address, config, this.#time.now, this.#random);
      back({ type: 'announce-answered', tracker, answer });
    });
  }
}

const configOf = ({ interval, minInterval }: TrackerTerms): AnnounceConfig => ({
  interval: interval * 1_000,
  minInterval: minInterval * 1_000,
  grace: 60_000,
  numwant: 50,
  maxNumwant: 200,
  trustIpParameter: false,
});
