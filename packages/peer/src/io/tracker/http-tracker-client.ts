import {
  type AnnounceRequest,
  decodeAnnounceAnswer,
  decodeScrapeAnswer,
  encodeAnnounceQuery,
  encodeScrapeQuery,
  scrapeUrl,
  type TrackerFailure,
} from '@seedbed/protocol';
import { getOverHttp, type HttpGetOptions } from './http-get.ts';
import type { AnnounceOutcome, ScrapeOutcome, TrackerClient, TrackerRefusal } from './tracker-client.ts';
import { unansweredText } from './unanswered.ts';

/** Asks trackers over HTTP (BEP 3, scrape of BEP 48). */
export class HttpTrackerClient implements TrackerClient {
  readonly #options: HttpGetOptions;

  constructor(options: HttpGetOptions) {
    this.#options = options;
  }

  announce(url: URL, request: AnnounceRequest, timeout: number, signal: AbortSignal): Promise<AnnounceOutcome> {
    return this.#ask(url, encodeAnnounceQuery(request), decodeAnnounceAnswer, timeout, signal);
  }

  async scrape(
    url: URL,
    infoHashes: readonly Uint8Array[],
    timeout: number,
    signal: AbortSignal,
  ): Promise<ScrapeOutcome> {
    const target = scrapeUrl(url.href);
    if (target === undefined) {
      return { ok: false, reason: 'it can not be scraped: the path of its URL does not end with announce' };
    }
    return this.#ask(new URL(target), encodeScrapeQuery(infoHashes), decodeScrapeAnswer, timeout, signal);
  }

  close(): void {
    // Each request has a connection of its own, which ends with it.
  }

  async #ask<Answer extends { readonly ok: true }>(
    url: URL,
    query: string,
    decode: (body: Uint8Array) => Answer | TrackerFailure,
    timeout: number,
    signal: AbortSignal,
  ): Promise<Answer | TrackerRefusal> {
    try {
      const decoded = decode(await getOverHttp(withQuery(url, query), this.#options, timeout, signal));
      if (decoded.ok) return decoded;
      const { failure: reason, ...rest } = decoded;
      return { ...rest, reason };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { ok: false, reason: unansweredText(error) };
    }
  }
}

/** The URL of a tracker may have a query of its own, for example a passkey; it comes first, as it stands. */
const withQuery = (url: URL, query: string): URL => {
  const target = new URL(url);
  target.search = url.search === '' ? query : `${url.search}&${query}`;
  return target;
};
