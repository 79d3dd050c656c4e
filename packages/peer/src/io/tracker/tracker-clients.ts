import { type AnnounceRequest, MAX_UDP_SCRAPE, type ScrapeEntry } from '@seedbed/protocol';
import { HttpTrackerClient } from './http-tracker-client.ts';
import type { AnnounceOutcome, ScrapeOutcome, TrackerClient } from './tracker-client.ts';
import { parseTrackerUrl } from './tracker-url.ts';
import type { UdpLinkOptions } from './udp-link.ts';
import { UdpTrackerClient } from './udp-tracker-client.ts';

export interface TrackerClientsOptions extends UdpLinkOptions {
  /** Time to connect over HTTP, ms. Default 10 s. */
  readonly connectTimeout?: number;
  /** Bytes of an answer over HTTP at most. Default 1 MiB; 200 peers in the long form are 20 KiB. */
  readonly maxAnswer?: number;
}

const CONNECT_TIMEOUT = 10_000;
const MAX_ANSWER = 1024 * 1024;

/** Asks trackers, each by the kind of its URL. Nothing here rejects. */
export class TrackerClients {
  readonly #clients: Readonly<Record<'http' | 'udp', TrackerClient>>;

  constructor(options: TrackerClientsOptions) {
    const { connectTimeout = CONNECT_TIMEOUT, maxAnswer = MAX_ANSWER, tap } = options;
    this.#clients = {
      http: new HttpTrackerClient({
        localAddress: options.localAddress,
        connectTimeout,
        maxAnswer,
        ...(tap && { tap }),
      }),
      udp: new UdpTrackerClient(options),
    };
  }

  async announce(
    tracker: string,
    request: AnnounceRequest,
    timeout: number,
    signal: AbortSignal,
  ): Promise<AnnounceOutcome> {
    const parsed = parseTrackerUrl(tracker);
    return parsed.ok ? this.#clients[parsed.kind].announce(parsed.url, request, timeout, signal) : parsed;
  }

  /** Any number of torrents; as many at once as one datagram takes. */
  async scrape(
    tracker: string,
    infoHashes: readonly Uint8Array[],
    timeout: number,
    signal: AbortSignal,
  ): Promise<ScrapeOutcome> {
    const parsed = parseTrackerUrl(tracker);
    if (!parsed.ok) return parsed;
    const torrents: ScrapeEntry[] = [];
    for (let at = 0; at < infoHashes.length; at += MAX_UDP_SCRAPE) {
      const some = infoHashes.slice(at, at + MAX_UDP_SCRAPE);
      const outcome = await this.#clients[parsed.kind].scrape(parsed.url, some, timeout, signal);
      if (!outcome.ok) return outcome;
      torrents.push(...outcome.torrents);
    }
    return { ok: true, torrents };
  }

  /** Closes what is kept between requests. Nothing is asked any more; what is under way may be given up. */
  close(): void {
    for (const client of Object.values(this.#clients)) client.close();
  }
}
