import { encodeFailure, encodeScrapeAnswer, parseAnnounceQuery, parseScrapeQuery } from '@seedbed/protocol';
import { encodeAnnounceReply } from '../announce/encode-announce-reply.ts';
import type { FailureKind, TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerService } from '../service/tracker-service.ts';
import { whenThere } from '../store/when-there.ts';

/** `/announce` and `/scrape` as functions from a raw query to the bytes of a body. Whatever is wrong is a failure reason. */
export class TrackerEndpoints {
  readonly #service: TrackerService;
  readonly #counters: TrackerCounters;

  constructor(service: TrackerService, counters: TrackerCounters) {
    this.#service = service;
    this.#counters = counters;
  }

  /** @param ip where the request comes from, in the form of `normalizeIp`. */
  announce(query: string, ip: string): Uint8Array | Promise<Uint8Array> {
    this.#counters.announces += 1;
    const parsed = parseAnnounceQuery(query);
    if (!parsed.ok) return this.unread(ip, parsed.failure);
    return whenThere(this.#service.announce(parsed.request, ip), (result) =>
      result.ok ? encodeAnnounceReply(result.reply, parsed.request) : this.#refuse(result),
    );
  }

  /** A body for an announce that was not understood. @param ip where it came from. */
  unread(ip: string, failure: string): Uint8Array {
    this.#service.tellUnread(ip, failure);
    return this.failure('malformed', failure);
  }

  scrape(query: string): Uint8Array | Promise<Uint8Array> {
    this.#counters.scrapes += 1;
    const parsed = parseScrapeQuery(query);
    if (!parsed.ok) return this.failure('malformed', parsed.failure);
    if (parsed.infoHashes.length === 0) return this.#scrapeAll();
    return whenThere(this.#service.scrape(parsed.infoHashes), (result) =>
      result.ok ? encodeScrapeAnswer(result.entries) : this.#refuse(result),
    );
  }

  /** A body that tells a client why it gets nothing. @param retryIn seconds to stay away, Infinity for ever (BEP 31). */
  failure(kind: FailureKind, reason: string, retryIn?: number): Uint8Array {
    this.#counters.fail(kind);
    return encodeFailure(reason, retryIn);
  }

  async #scrapeAll(): Promise<Uint8Array> {
    const result = await this.#service.fullScrape();
    return result.ok ? result.body : this.#refuse(result);
  }

  #refuse({ kind, failure, retryIn }: { kind: FailureKind; failure: string; retryIn?: number }): Uint8Array {
    return this.failure(kind, failure, retryIn);
  }
}
