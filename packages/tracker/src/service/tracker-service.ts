import { type AnnounceRequest, parseIp } from '@seedbed/protocol';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import { type AnnounceReply, announceReply } from '../announce/announce-reply.ts';
import { type ScrapeConfig, type ScrapeResult, scrape } from '../announce/scrape.ts';
import type { Announcing } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { PeerStore } from '../store/peer-store.ts';
import type { Admission, Refusal } from './admission.ts';
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
  /** Lets everybody in when there is none. */
  readonly admission?: Admission | undefined;
  /** What goes wrong on purpose. */
  readonly faults?: FaultPlan | undefined;
}

/** A reply, or why there is none. */
export type AnnounceResult = { readonly ok: true; readonly reply: AnnounceReply } | ({ readonly ok: false } & Refusal);

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
    const { counters, now, onAnnounce } = this.#components;
    const t = now();
    const refusal = this.#refusal(request, ip, t);
    const result: AnnounceResult =
      refusal === undefined ? { ok: true, reply: this.#reply(request, ip, t) } : { ok: false, ...refusal };
    if (result.ok) counters.events[request.event ?? 'periodic'] += 1;
    onAnnounce?.(announceSeen(t, request, ip, result));
    return result;
  }

  /** @param infoHashes none for all torrents. */
  scrape(infoHashes: readonly Uint8Array[]): ScrapeResult {
    const { store, now } = this.#components;
    return scrape(store, infoHashes, this.#config, now());
  }

  #refusal({ infoHash }: AnnounceRequest, ip: string, now: number): Refusal | undefined {
    const { admission, faults } = this.#components;
    const refusal = admission?.refusal(infoHash, ip, now);
    if (refusal !== undefined) return refusal;
    const failure = faults?.meet('failure')[0]?.failure;
    return failure === undefined ? undefined : { kind: 'on-purpose', failure };
  }

  #reply(request: AnnounceRequest, ip: string, now: number): AnnounceReply {
    const { store, counters, random, faults } = this.#components;
    const reply = announceReply(store, request, { ip }, this.#config, now, random);
    if (reply.warning !== undefined) counters.turnedAway += 1;
    let changed = reply;
    for (const fault of faults?.meet('reply') ?? []) {
      changed = fault.reply?.(changed, announcing(request, ip)) ?? changed;
    }
    return changed;
  }
}

function announcing({ peerId, port }: AnnounceRequest, ip: string): Announcing {
  const bytes = parseIp(ip) ?? new Uint8Array(4);
  return { peerId, address: Uint8Array.of(...bytes, port >> 8, port & 255) };
}

function announceSeen(t: number, request: AnnounceRequest, ip: string, result: AnnounceResult): AnnounceSeen {
  const { infoHash, peerId, port, uploaded, downloaded, left, event = 'periodic' } = request;
  const asked = { t, infoHash, peerId, ip, port, event, uploaded, downloaded, left } as const;
  if (!result.ok) return { ...asked, peers: 0, complete: 0, incomplete: 0, failure: result.failure };
  const { complete, incomplete, ipv4, ipv6 } = result.reply;
  const peers = ipv4.addresses.length / 6 + ipv6.addresses.length / 18;
  return { ...asked, peers, complete, incomplete };
}
