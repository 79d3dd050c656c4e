import type { AnnounceRequest } from '@seedbed/protocol';
import { HttpTrackerClient, type HttpTrackerOptions } from './http-tracker-client.ts';
import type { AnnounceOutcome, TrackerClient } from './tracker-client.ts';

/** Announces to a tracker by the kind of its URL. */
export class TrackerClients {
  readonly #http: TrackerClient;

  constructor(options: HttpTrackerOptions) {
    this.#http = new HttpTrackerClient(options);
  }

  /** Never rejects. */
  async announce(
    tracker: string,
    request: AnnounceRequest,
    timeout: number,
    signal: AbortSignal,
  ): Promise<AnnounceOutcome> {
    const url = URL.canParse(tracker) ? new URL(tracker) : undefined;
    switch (url?.protocol) {
      case 'http:':
      case 'https:':
        return this.#http.announce(url, request, timeout, signal);
      case undefined:
        return { ok: false, reason: 'it is not a URL; write http://HOST:PORT/announce' };
      default:
        return { ok: false, reason: `trackers of ${url?.protocol} are not supported; http: and https: are` };
    }
  }
}
