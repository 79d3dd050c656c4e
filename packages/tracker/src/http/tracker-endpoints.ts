import { encodeFailure, encodeScrapeAnswer, parseAnnounceQuery, parseScrapeQuery } from '@seedbed/protocol';
import { encodeAnnounceReply } from '../announce/encode-announce-reply.ts';
import type { FailureKind, TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerService } from '../service/tracker-service.ts';

/** `/announce` and `/scrape` as functions from a raw query to the bytes of a body. Whatever is wrong is a failure reason. */
export class TrackerEndpoints {
  readonly #service: TrackerService;
  readonly #counters: TrackerCounters;

  constructor(service: TrackerService, counters: TrackerCounters) {
    this.#service = service;
    this.#counters = counters;
  }

  /** @param ip where the request comes from, in the form of `normalizeIp`. */
  announce(query: string, ip: string): Uint8Array {
    this.#counters.announces += 1;
    const parsed = parseAnnounceQuery(query);
    if (!parsed.ok) return this.failure('malformed', parsed.failure);
    const result = this.#service.announce(parsed.request, ip);
    if (!result.ok) return this.failure(result.kind, result.failure, result.retryIn);
    return encodeAnnounceReply(result.reply, parsed.request);
  }

  scrape(query: string): Uint8Array {
    this.#counters.scrapes += 1;
    const parsed = parseScrapeQuery(query);
    if (!parsed.ok) return this.failure('malformed', parsed.failure);
    const result = this.#service.scrape(parsed.infoHashes);
    return result.ok ? encodeScrapeAnswer(result.entries) : this.failure('full-scrape', result.failure);
  }

  /** A body that tells a client why it gets nothing. @param retryIn seconds to stay away, Infinity for ever (BEP 31). */
  failure(kind: FailureKind, reason: string, retryIn?: number): Uint8Array {
    this.#counters.fail(kind);
    return encodeFailure(reason, retryIn);
  }
}
