import { setMaxListeners } from 'node:events';
import type { TorrentEffect } from '@seedbed/engine';
import type { AnnounceRequest } from '@seedbed/protocol';
import { crash } from '../crash.ts';
import type { AnnounceOutcome } from './tracker-client.ts';
import type { TrackerClients } from './tracker-clients.ts';
import type { TrackerNotices } from './tracker-notices.ts';

type AnnounceEffect = Extract<TorrentEffect, { type: 'announce' }>;

/** What the engine leaves to its driver. */
export type AnnounceIdentity = Pick<AnnounceRequest, 'infoHash' | 'peerId' | 'port' | 'key'>;

/** A tracker may be slow, and a late first answer is no fault; a leave is waited for only shortly. ms */
const ANSWER_TIMEOUT = 60_000;
const STOPPED_TIMEOUT = 3_000;
/** So long an answer is awaited when we leave, ms: a `completed` that is under way is worth it, a silent tracker is not. */
const LAST_ANSWER_TIMEOUT = 1_000;

export interface AnnouncingComponents {
  readonly clients: Pick<TrackerClients, 'announce'>;
  readonly notices: TrackerNotices;
}

/** All announces under way listen to it, however many: Node need not warn of a leak. */
const farReaching = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};

const GIVEN_UP: AnnounceOutcome = { ok: false, reason: 'given up, because the torrent is left' };

/** The announces of one torrent that are under way. */
export class Announcing {
  readonly #components: AnnouncingComponents;
  readonly #identity: AnnounceIdentity;
  readonly #underWay = new Set<Promise<void>>();
  #abort: AbortController = farReaching();

  constructor(components: AnnouncingComponents, identity: AnnounceIdentity) {
    this.#components = components;
    this.#identity = identity;
  }

  /** Asks a tracker. `tell` is called once, later, with what came of it. */
  announce(effect: AnnounceEffect, tell: (outcome: AnnounceOutcome) => void): void {
    const { signal } = this.#abort;
    const told = this.#ask(effect, signal)
      .then((outcome) => {
        tell(signal.aborted ? GIVEN_UP : outcome);
        // Not before: what was told may have led to the next announce, which counts from now on.
        this.#underWay.delete(told);
      })
      .catch(crash);
    this.#underWay.add(told);
  }

  /** We leave: gives up what is not answered in a moment, so that a `stopped` that follows is the last thing a tracker hears. */
  leave(): void {
    const abort = this.#abort;
    this.#abort = farReaching();
    const timer = setTimeout(() => abort.abort(), LAST_ANSWER_TIMEOUT);
    void Promise.all(this.#underWay).then(() => clearTimeout(timer));
  }

  /** Gives everything up that is under way; nothing is asked after it. */
  abandon(): void {
    this.#abort.abort();
  }

  /** Resolves when no announce is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #ask(effect: AnnounceEffect, signal: AbortSignal): Promise<AnnounceOutcome> {
    const { clients, notices } = this.#components;
    const { tracker, event } = effect;
    const isFarewell = event === 'stopped';
    const timeout = isFarewell ? STOPPED_TIMEOUT : ANSWER_TIMEOUT;
    const outcome = await clients.announce(tracker, this.#request(effect), timeout, signal);
    // Whoever leaves has no use for a tracker that fails.
    if (!signal.aborted && (outcome.ok || !isFarewell)) notices.tell(tracker, outcome);
    return outcome;
  }

  #request(effect: AnnounceEffect): AnnounceRequest {
    const { event, numwant, uploaded, downloaded, left, trackerId } = effect;
    return {
      ...this.#identity,
      uploaded,
      downloaded,
      left,
      numwant,
      compact: true,
      noPeerId: true,
      ...(event !== undefined && { event }),
      ...(trackerId !== undefined && { trackerId }),
    };
  }
}
