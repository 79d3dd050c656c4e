import type { TorrentEffect } from '@seedbed/engine';
import type { AnnounceRequest } from '@seedbed/protocol';
import { crash } from '../crash.ts';
import type { AnnounceOutcome } from './tracker-client.ts';
import type { TrackerClients } from './tracker-clients.ts';

type AnnounceEffect = Extract<TorrentEffect, { type: 'announce' }>;

/** What the engine leaves to its driver. */
export type AnnounceIdentity = Pick<AnnounceRequest, 'infoHash' | 'peerId' | 'port' | 'key'>;

/** A tracker may be slow, and a late first answer is no fault; a leave is waited for only shortly. ms */
const ANSWER_TIMEOUT = 60_000;
const STOPPED_TIMEOUT = 3_000;

const GIVEN_UP: AnnounceOutcome = { ok: false, reason: 'given up, because the torrent is left' };

/** The announces of one torrent that are under way. */
export class Announcing {
  readonly #clients: TrackerClients;
  readonly #identity: AnnounceIdentity;
  readonly #underWay = new Set<Promise<void>>();
  #abort: AbortController = new AbortController();

  constructor(clients: TrackerClients, identity: AnnounceIdentity) {
    this.#clients = clients;
    this.#identity = identity;
  }

  /** Asks a tracker. `tell` is called once, later, with what came of it. */
  announce(effect: AnnounceEffect, tell: (outcome: AnnounceOutcome) => void): void {
    const { signal } = this.#abort;
    const timeout = effect.event === 'stopped' ? STOPPED_TIMEOUT : ANSWER_TIMEOUT;
    const answer = this.#clients.announce(effect.tracker, this.#request(effect), timeout, signal);
    const told = answer
      .then((outcome) => {
        tell(signal.aborted ? GIVEN_UP : outcome);
        // Not before: what was told may have led to the next announce, which counts from now on.
        this.#underWay.delete(told);
      })
      .catch(crash);
    this.#underWay.add(told);
  }

  /** Gives up what is under way, so that a `stopped` that follows is the last thing a tracker hears. */
  abort(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Resolves when no announce is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
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
