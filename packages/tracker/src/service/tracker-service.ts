import type { AnnounceRequest, ScrapeEntry } from '@seedbed/protocol';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import { type AnnounceReply, replyOf, storeAnnounceOf } from '../announce/announce-reply.ts';
import { sourceIp } from '../announce/announcer-ip.ts';
import { FullScrape } from '../announce/full-scrape.ts';
import { scrape } from '../announce/scrape.ts';
import { scrapeRemote } from '../announce/scrape-remote.ts';
import type { Announcing } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { StoreAnswer } from '../store/peer-store.ts';
import { type AnyPeerStore, isRemote, StoreAwayError } from '../store/remote-peer-store.ts';
import type { Admission, Refusal } from './admission.ts';
import type { AnnounceHeard, AnnounceSeen } from './announce-seen.ts';
import type { FailureKind, TrackerCounters } from './tracker-counters.ts';

/** What the service works with. */
export interface ServiceComponents {
  readonly store: AnyPeerStore;
  readonly counters: TrackerCounters;
  /** Milliseconds of the machine's monotonic clock. */
  readonly now: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly onAnnounce?: ((announce: AnnounceSeen) => void) | undefined;
  /** Lets everybody in when there is none. */
  readonly admission?: Admission | undefined;
  /** What goes wrong on purpose. */
  readonly faults?: FaultPlan | undefined;
}

/** A reply, or why there is none. */
export type AnnounceResult = { readonly ok: true; readonly reply: AnnounceReply } | Refused;

/** What is known of torrents, or why it is not told. */
export type ScrapeResult = { readonly ok: true; readonly entries: readonly ScrapeEntry[] } | Refused;

/** The body of an answer over HTTP with all torrents, or why there is none. */
export type FullScrapeResult = { readonly ok: true; readonly body: Uint8Array } | Refused;

/** The rules by which a tracker answers. */
export interface ServiceConfig extends AnnounceConfig {
  /** Whether a scrape that names no torrent gets all of them. */
  readonly fullScrape: boolean;
}

type Refused = { readonly ok: false } & Omit<Refusal, 'kind'> & { readonly kind: FailureKind };

/** Leaves of a reply what the way back has room for. */
type Fit = (reply: AnnounceReply) => AnnounceReply;

/** One announce on its way. */
interface Asked {
  readonly request: AnnounceRequest;
  readonly ip: string;
  /** The same as bytes. */
  readonly source: Uint8Array;
  /** When it came, ms. */
  readonly t: number;
  readonly fit: Fit | undefined;
}

/** Why the store is away stands in the log and the health check: it is nothing that strangers can use. */
const STORE_AWAY: Refused = {
  ok: false,
  kind: 'store-away',
  failure: "the tracker's store is away, try again in a minute",
  retryIn: 60,
};

const NO_FULL_SCRAPE: Refused = {
  ok: false,
  kind: 'full-scrape',
  failure: 'info_hash is missing; this tracker does not list all torrents',
};

/**
 * What a tracker does with a request that was understood, whichever way it came. It answers at once when the store is in this
 * process: a promise for each announce would cost more than the answer. Otherwise it answers later.
 */
export class TrackerService {
  readonly #components: ServiceComponents;
  readonly #config: ServiceConfig;
  readonly #fullScrape: FullScrape | undefined;

  constructor(components: ServiceComponents, config: ServiceConfig) {
    this.#components = components;
    this.#config = config;
    if (config.fullScrape) this.#fullScrape = new FullScrape(components.store, components.now);
  }

  /**
   * @param ip where the request comes from, in the form of `normalizeIp`.
   * @param fit leaves of a reply what the way back has room for; all of it without one.
   */
  announce(request: AnnounceRequest, ip: string, fit?: Fit): AnnounceResult | Promise<AnnounceResult> {
    const asked: Asked = { request, ip, source: sourceIp({ ip }), t: this.#components.now(), fit };
    const result = this.#result(asked);
    if (!(result instanceof Promise)) return this.#told(asked, result);
    return result.then(
      (late) => this.#told(asked, late),
      (error) => this.#told(asked, refuseWhileAway(error)),
    );
  }

  /** Tells of an announce that was not understood. @param ip where it came from. */
  tellUnread(ip: string, failure: string): void {
    const { onAnnounce, now } = this.#components;
    onAnnounce?.({ t: now(), ip, failure });
  }

  scrape(infoHashes: readonly Uint8Array[]): ScrapeResult | Promise<ScrapeResult> {
    const { store, now } = this.#components;
    if (!isRemote(store)) return { ok: true, entries: scrape(store, infoHashes, now()) };
    const entries = scrapeRemote(store, infoHashes, now());
    return entries.then((there) => ({ ok: true as const, entries: there })).catch(refuseWhileAway);
  }

  /** All torrents. */
  async fullScrape(): Promise<FullScrapeResult> {
    if (this.#fullScrape === undefined) return NO_FULL_SCRAPE;
    return await this.#fullScrape.body().then((body) => ({ ok: true as const, body }), refuseWhileAway);
  }

  #result(asked: Asked): AnnounceResult | Promise<AnnounceResult> {
    const refusal = this.#components.admission?.refusal(asked.request, asked.ip, asked.t);
    if (refusal instanceof Promise) return refusal.then((late) => this.#admitted(asked, late));
    return this.#admitted(asked, refusal);
  }

  #admitted(asked: Asked, refused: Refusal | undefined): AnnounceResult | Promise<AnnounceResult> {
    const refusal = refused ?? this.#refusalOnPurpose();
    if (refusal !== undefined) return { ok: false, ...refusal };
    const { store, random } = this.#components;
    const { request, source, t } = asked;
    const answer = store.announce(storeAnnounceOf(request, source, this.#config, t), t, random);
    if (answer instanceof Promise) return answer.then((there) => this.#replied(asked, there));
    return this.#replied(asked, answer);
  }

  #refusalOnPurpose(): Refusal | undefined {
    const failure = this.#components.faults?.meet('failure')[0]?.failure;
    return failure === undefined ? undefined : { kind: 'on-purpose', failure };
  }

  #replied({ request, source, fit }: Asked, answer: StoreAnswer): AnnounceResult {
    const { counters, faults } = this.#components;
    let reply = replyOf(answer, source, this.#config);
    if (reply.warning !== undefined) counters.turnedAway += 1;
    for (const fault of faults?.meet('reply') ?? []) {
      reply = fault.reply?.(reply, announcing(request, source)) ?? reply;
    }
    return { ok: true, reply: fit === undefined ? reply : fit(reply) };
  }

  #told({ t, request, ip }: Asked, result: AnnounceResult): AnnounceResult {
    const { counters, onAnnounce } = this.#components;
    if (result.ok) counters.events[request.event ?? 'periodic'] += 1;
    onAnnounce?.(announceSeen(t, request, ip, result));
    return result;
  }
}

function refuseWhileAway(error: unknown): Refused {
  if (error instanceof StoreAwayError) return STORE_AWAY;
  throw error;
}

function announcing({ peerId, port }: AnnounceRequest, source: Uint8Array): Announcing {
  return { peerId, address: Uint8Array.of(...source, port >> 8, port & 255) };
}

function announceSeen(t: number, request: AnnounceRequest, ip: string, result: AnnounceResult): AnnounceHeard {
  const { infoHash, peerId, port, uploaded, downloaded, left, event = 'periodic' } = request;
  const asked = { t, infoHash, peerId, ip, port, event, uploaded, downloaded, left } as const;
  if (!result.ok) return { ...asked, peers: 0, complete: 0, incomplete: 0, failure: result.failure };
  const { complete, incomplete, ipv4, ipv6 } = result.reply;
  const peers = ipv4.addresses.length / 6 + ipv6.addresses.length / 18;
  return { ...asked, peers, complete, incomplete };
}
