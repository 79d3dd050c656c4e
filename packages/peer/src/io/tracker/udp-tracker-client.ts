import type { AnnounceRequest } from '@seedbed/protocol';
import type { AnnounceOutcome, ScrapeOutcome, TrackerClient } from './tracker-client.ts';
import { hostOf } from './tracker-url.ts';
import { UdpLink, type UdpLinkOptions } from './udp-link.ts';

/** Asks trackers over UDP (BEP 15), path and query of the URL sent along (BEP 41). */
export class UdpTrackerClient implements TrackerClient {
  readonly #options: UdpLinkOptions;
  /** By host and port: torrents of one tracker share its connection id. */
  readonly #links = new Map<string, UdpLink>();

  constructor(options: UdpLinkOptions) {
    this.#options = options;
  }

  async announce(url: URL, request: AnnounceRequest, timeout: number, signal: AbortSignal): Promise<AnnounceOutcome> {
    const question = { type: 'announce', announce: request, urlData: `${url.pathname}${url.search}` } as const;
    const outcome = await this.#linkTo(url).ask(question, timeout, signal);
    if (!outcome.ok) return outcome;
    if (outcome.answer.type !== 'announce') throw new Error('invariant: an answer is of the kind of its question');
    return { ok: true, answer: outcome.answer.answer };
  }

  async scrape(
    url: URL,
    infoHashes: readonly Uint8Array[],
    timeout: number,
    signal: AbortSignal,
  ): Promise<ScrapeOutcome> {
    const outcome = await this.#linkTo(url).ask({ type: 'scrape', infoHashes }, timeout, signal);
    if (!outcome.ok) return outcome;
    if (outcome.answer.type !== 'scrape') throw new Error('invariant: an answer is of the kind of its question');
    const { torrents } = outcome.answer;
    if (torrents.length < infoHashes.length) {
      const reason = `the answer of the tracker is wrong: ${torrents.length} torrents, asked for ${infoHashes.length}`;
      return { ok: false, reason };
    }
    // The answer names no info hash: it has the order of the request, and 0 for what the tracker does not know.
    const entries = infoHashes.flatMap((infoHash, i) => {
      const counts = torrents[i];
      return counts === undefined ? [] : [{ infoHash, ...counts }];
    });
    return { ok: true, torrents: entries };
  }

  close(): void {
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #linkTo(url: URL): UdpLink {
    const name = url.host.toLowerCase();
    const known = this.#links.get(name);
    if (known !== undefined) return known;
    for (const [other, link] of this.#links) if (link.isForgettable) this.#links.delete(other);
    const link = new UdpLink({ host: hostOf(url), port: Number(url.port) }, this.#options);
    this.#links.set(name, link);
    return link;
  }
}
