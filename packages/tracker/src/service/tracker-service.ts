import type { AnnounceRequest } from '@seedbed/protocol';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import { type AnnounceReply, replyOf, storeAnnounceOf } from '../announce/announce-reply.ts';
import { type ScrapeConfig, type ScrapeResult, scrape } from '../announce/scrape.ts';
import { scrapeRemote } from '../announce/scrape-remote.ts';
import type { StoreAnswer } from '../store/peer-store.ts';
import { type AnyPeerStore, StoreAwayError } from '../store/remote-peer-store.ts';
import type { AnnounceSeen } from './announce-seen.ts';
import type { TrackerCounters } from './tracker-counters.ts';

/** What the service works with. */
export interface ServiceComponents {
  readonly store: AnyPeerStore;
  readonly counters: TrackerCounters;
  /** Milliseconds of the machine's monotonic clock. */
  readonly now: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly onAnnounce?: ((announce: AnnounceSeen) => void) | undefined;
}

/** A reply, or a failure reason that may be shown to strangers. */
export type AnnounceResult = { readonly ok: true; readonly reply: AnnounceReply } | Refused;

interface Refused {
  readonly ok: false;
  readonly failure: string;
  /** Seconds to stay away (BEP 31). */
  readonly retryIn?: number;
}

/** Why the store is away stands in the log and the health check: it is nothing that strangers can use. */
const STORE_AWAY: Refused = { ok: false, failure: "the tracker's store is away, try again in a minute", retryIn: 60 };

/** What a tracker does with a request that was understood, whichever way it came. */
export class TrackerService {
  readonly #components: ServiceComponents;
  readonly #config: AnnounceConfig & ScrapeConfig;

  constructor(components: ServiceComponents, config: AnnounceConfig & ScrapeConfig) {
    this.#components = components;
    this.#config = config;
  }

  /**
   * Answers at once when the store is in this process, or later.
   *
   * @param ip where the request comes from, in the form of `normalizeIp`.
   */
  announce(request: AnnounceRequest, ip: string): AnnounceResult | Promise<AnnounceResult> {
    const { store, now, random } = this.#components;
    const t = now();
    const answer = store.announce(storeAnnounceOf(request, { ip }, this.#config, t), t, random);
    if (!(answer instanceof Promise)) return this.#answered(request, ip, t, answer);
    return answer.then((there) => this.#answered(request, ip, t, there), refuseWhileAway);
  }

  /** @param infoHashes none for all torrents. */
  scrape(infoHashes: readonly Uint8Array[]): ScrapeResult | Promise<ScrapeResult | Refused> {
    const { store, now } = this.#components;
    if ('away' in store) return scrapeRemote(store, infoHashes, this.#config, now()).catch(refuseWhileAway);
    return scrape(store, infoHashes, this.#config, now());
  }

  #answered(request: AnnounceRequest, ip: string, t: number, answer: StoreAnswer): AnnounceResult {
    const { counters, onAnnounce } = this.#components;
    const reply = replyOf(answer, this.#config);
    if (request.event !== undefined) counters.events[request.event] += 1;
    if (reply.warning !== undefined) counters.turnedAway += 1;
    onAnnounce?.(announceSeen(t, request, ip, reply));
    return { ok: true, reply };
  }
}

function refuseWhileAway(error: unknown): Refused {
  if (error instanceof StoreAwayError) return STORE_AWAY;
  throw error;
}

function announceSeen(t: number, request: AnnounceRequest, ip: string, reply: AnnounceReply): AnnounceSeen {
  const { infoHash, peerId, port, uploaded, downloaded, left, event = 'periodic' } = request;
  const { complete, incomplete, ipv4, ipv6 } = reply;
  const peers = ipv4.addresses.length / 6 + ipv6.addresses.length / 18;
  return { t, infoHash, peerId, ip, port, event, uploaded, downloaded, left, peers, complete, incomplete };
}
