import {
  type AnnounceRequest,
  encodeFailure,
  encodeScrapeAnswer,
  parseAnnounceQuery,
  parseScrapeQuery,
} from '@seedbed/protocol';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import { type AnnounceReply, announceReply } from '../announce/announce-reply.ts';
import { encodeAnnounceReply } from '../announce/encode-announce-reply.ts';
import { type ScrapeConfig, scrape } from '../announce/scrape.ts';
import type { PeerStore } from '../store/peer-store.ts';
import type { AnnounceSeen } from './announce-seen.ts';
import type { TrackerCounters } from './tracker-counters.ts';

/** What the endpoints work with. */
export interface EndpointComponents {
  readonly store: PeerStore;
  readonly counters: TrackerCounters;
  /** Milliseconds of the machine's monotonic clock. */
  readonly now: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly onAnnounce?: ((announce: AnnounceSeen) => void) | undefined;
}

/** `/announce` and `/scrape` as functions from a raw query to the bytes of a body. Whatever is wrong is a failure reason. */
export class TrackerEndpoints {
  readonly #components: EndpointComponents;
  readonly #config: AnnounceConfig & ScrapeConfig;

  constructor(components: EndpointComponents, config: AnnounceConfig & ScrapeConfig) {
    this.#components = components;
    this.#config = config;
  }

  /** @param ip where the request comes from, in the form of `normalizeIp`. */
  announce(query: string, ip: string): Uint8Array {
    const { store, counters, now, random } = this.#components;
    counters.announces += 1;
    const parsed = parseAnnounceQuery(query);
    if (!parsed.ok) return this.failure(parsed.failure);
    const { request } = parsed;
    const t = now();
    const reply = announceReply(store, request, { ip }, this.#config, t, random);
    if (request.event !== undefined) counters.events[request.event] += 1;
    if (reply.warning !== undefined) counters.turnedAway += 1;
    this.#components.onAnnounce?.(announceSeen(t, request, ip, reply));
    return encodeAnnounceReply(reply, request);
  }

  scrape(query: string): Uint8Array {
    const { store, counters, now } = this.#components;
    counters.scrapes += 1;
    const parsed = parseScrapeQuery(query);
    if (!parsed.ok) return this.failure(parsed.failure);
    const result = scrape(store, parsed.infoHashes, this.#config, now());
    return result.ok ? encodeScrapeAnswer(result.entries) : this.failure(result.failure);
  }

  /** A body that tells a client why it gets nothing. */
  failure(reason: string): Uint8Array {
    this.#components.counters.failures += 1;
    return encodeFailure(reason);
  }
}

function announceSeen(t: number, request: AnnounceRequest, ip: string, reply: AnnounceReply): AnnounceSeen {
  const { infoHash, peerId, port, uploaded, downloaded, left, event = 'periodic' } = request;
  const { complete, incomplete, ipv4, ipv6 } = reply;
  const peers = ipv4.addresses.length / 6 + ipv6.addresses.length / 18;
  return { t, infoHash, peerId, ip, port, event, uploaded, downloaded, left, peers, complete, incomplete };
}
