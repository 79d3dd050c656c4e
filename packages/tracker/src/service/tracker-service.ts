import type { AnnounceRequest } from '@seedbed/protocol';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import { type AnnounceReply, announceReply } from '../announce/announce-reply.ts';
import { type ScrapeConfig, type ScrapeResult, scrape } from '../announce/scrape.ts';
import type { PeerStore } from '../store/peer-store.ts';
import type { AnnounceSeen } from './announce-seen.ts';
import type { TrackerCounters } from './tracker-counters.ts';

/** What the service works with. */
export interface ServiceComponents {
  readonly store: PeerStore;
  readonly counters: TrackerCounters;
  /** Milliseconds of the machine's monotonic clock. */
  readonly now: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly onAnnounce?: ((announce: AnnounceSeen) => void) | undefined;
}

/** A reply, or a failure reason that may be shown to strangers. */
export type AnnounceResult =
  | { readonly ok: true; readonly reply: AnnounceReply }
  | {
      readonly ok: false;
      readonly failure: string;
      /** Seconds to stay away, Infinity for ever (BEP 31). */
      readonly retryIn?: number;
    };

/** What a tracker does with a request that was understood, whichever way it came. */
export class TrackerService {
  readonly #components: ServiceComponents;
  readonly #config: AnnounceConfig & ScrapeConfig;

  constructor(components: ServiceComponents, config: AnnounceConfig & ScrapeConfig) {
    this.#components = components;
    this.#config = config;
  }

  /** @param ip where the request comes from, in the form of `normalizeIp`. */
  announce(request: AnnounceRequest, ip: string): AnnounceResult {
    const { store, counters, now, random, onAnnounce } = this.#components;
    const t = now();
    const reply = announceReply(store, request, { ip }, this.#config, t, random);
    if (request.event !== undefined) counters.events[request.event] += 1;
    if (reply.warning !== undefined) counters.turnedAway += 1;
    onAnnounce?.(announceSeen(t, request, ip, reply));
    return { ok: true, reply };
  }

  /** @param infoHashes none for all torrents. */
  scrape(infoHashes: readonly Uint8Array[]): ScrapeResult {
    const { store, now } = this.#components;
    return scrape(store, infoHashes, this.#config, now());
  }
}

function announceSeen(t: number, request: AnnounceRequest, ip: string, reply: AnnounceReply): AnnounceSeen {
  const { infoHash, peerId, port, uploaded, downloaded, left, event = 'periodic' } = request;
  const { complete, incomplete, ipv4, ipv6 } = reply;
  const peers = ipv4.addresses.length / 6 + ipv6.addresses.length / 18;
  return { t, infoHash, peerId, ip, port, event, uploaded, downloaded, left, peers, complete, incomplete };
}
