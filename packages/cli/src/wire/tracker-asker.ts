import { randomBytes, randomInt } from 'node:crypto';
import { type AnnounceOutcome, TrackerClients, type TrackerTap } from '@seedbed/peer';
import { type AnnounceEvent, type AnnounceRequest, createPeerId, type Metainfo } from '@seedbed/protocol';

export interface TrackerAskerOptions {
  readonly metainfo: Metainfo;
  /** Where we say that we listen; at 0 nobody can reach us, so that good trackers hand us to nobody. */
  readonly port: number;
  readonly numwant: number;
  /** Peers in a few bytes each (BEP 23), or in dictionaries with their ids. */
  readonly compact: boolean;
  /** The address to ask from. */
  readonly from: string | undefined;
  /** For the whole answer, ms. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** A goodbye is waited for only shortly, ms. */
const GOODBYE_TIMEOUT = 3_000;

/** Asks trackers for peers as a leech that has nothing, the way the daemon does, and takes its leave afterwards. */
export class TrackerAsker {
  readonly peerId: Uint8Array = createPeerId(randomBytes(12));
  readonly #options: TrackerAskerOptions;
  readonly #key: string = randomBytes(4).toString('hex');

  constructor(options: TrackerAskerOptions) {
    this.#options = options;
  }

  /** Never rejects. @param tap sees the question and the answer */
  async ask(tracker: string, tap?: TrackerTap): Promise<AnnounceOutcome> {
    const { timeout, signal } = this.#options;
    return this.#announce(tracker, 'started', timeout, signal, tap);
  }

  /** Tells a tracker that has answered to forget us. Never rejects. */
  async leave(tracker: string): Promise<void> {
    await this.#announce(tracker, 'stopped', GOODBYE_TIMEOUT, new AbortController().signal);
  }

  async #announce(
    tracker: string,
    event: AnnounceEvent,
    timeout: number,
    signal: AbortSignal,
    tap?: TrackerTap,
  ): Promise<AnnounceOutcome> {
    const clients = new TrackerClients({
      localAddress: this.#options.from,
      now: () => performance.now(),
      randomId: () => randomInt(2 ** 32),
      ...(tap && { tap }),
    });
    const outcome = await clients.announce(tracker, this.#request(event), timeout, signal);
    clients.close();
    return outcome;
  }

  #request(event: AnnounceEvent): AnnounceRequest {
    const { metainfo, port, numwant, compact } = this.#options;
    const { infoHash, geometry } = metainfo;
    const { peerId } = this;
    const amounts = { uploaded: 0, downloaded: 0, left: geometry.totalLength };
    return { infoHash, peerId, port, ...amounts, event, numwant, compact, noPeerId: compact, key: this.#key };
  }
}
