import type { AnnounceAnswer, AnnounceEvent } from '@seedbed/protocol';
import type { TorrentState } from './torrent-state.ts';

/** Pause after all trackers failed, ms; it doubles with each failure in a row. */
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 600_000;

/** BEP 3 leaves the interval to the tracker; one that asks for no pause at all is asked this often, ms. */
const SHORTEST_INTERVAL = 1_000;

/** A download without any peer asks again after this long, ms, unless the tracker names a `min interval`. */
const LONELY_INTERVAL = 60_000;

/** What one tracker knows of us. */
interface TrackerState {
  /** It has answered a `started`, so that it is owed `completed` and `stopped`. */
  started: boolean;
  completed: boolean;
  trackerId: string | undefined;
}

/**
 * When to announce what to which tracker.
 *
 * BEP 12: tiers in order, the trackers of a tier in order; one that answers moves to the front of its tier. BEP 3: each
 * tracker hears `started` first, `completed` once when the download ends here (never when it was complete at the
 * start), `stopped` at the end. One announce is under way at a time.
 */
export class Announcer {
  readonly #state: TorrentState;
  readonly #tiers: string[][];
  readonly #trackers = new Map<string, TrackerState>();
  readonly #startedComplete: boolean;
  /** Trackers still to be tried in this round, the next one first. */
  #untried: string[] = [];
  #pending: { readonly tracker: string; readonly event: AnnounceEvent | undefined } | undefined;
  #failures = 0;
  #stopped = false;
  /** When to announce next, and when at the earliest if the download finds itself without any peer. */
  #due = Number.POSITIVE_INFINITY;
  #dueIfLonely = Number.POSITIVE_INFINITY;

  constructor(state: TorrentState, tiers: readonly (readonly string[])[]) {
    this.#state = state;
    this.#tiers = tiers.map((tier) => [...tier]);
    this.#startedComplete = state.have.isFull;
  }

  /** When the next announce is due, ms; Infinity while one is under way. */
  get nextAnnounce(): number {
    if (this.#stopped || this.#pending !== undefined) return Number.POSITIVE_INFINITY;
    const lonely = this.#state.sessions.size === 0 && !this.#state.have.isFull;
    return lonely ? Math.min(this.#due, this.#dueIfLonely) : this.#due;
  }

  start(now: number): void {
    this.#due = now;
    this.wake(now);
  }

  wake(now: number): void {
    if (now < this.nextAnnounce) return;
    this.#untried = this.#tiers.flat();
    this.#announceNext();
  }

  /** The download is complete: told at once, or after the answer that is awaited. */
  completed(now: number): void {
    if (this.#stopped) return;
    this.#due = now;
    this.wake(now);
  }

  /** Every tracker that knows us hears that we leave. */
  stop(): void {
    this.#stopped = true;
    const known = new Set([...this.#trackers].filter(([, { started }]) => started).map(([tracker]) => tracker));
    // The answer to a first announce may be on its way: that tracker has heard of us too.
    if (this.#pending !== undefined) known.add(this.#pending.tracker);
    for (const tracker of known) this.#ask(tracker, 'stopped', 0);
  }

  answered(tracker: string, answer: AnnounceAnswer, now: number): void {
    const event = this.#settle(tracker);
    if (this.#stopped) return;
    const known = this.#trackerState(tracker);
    known.started = true;
    if (event === 'completed') known.completed = true;
    if (answer.trackerId !== undefined) known.trackerId = answer.trackerId;
    this.#moveToFront(tracker);
    this.#failures = 0;
    const pause = Math.max(SHORTEST_INTERVAL, answer.interval * 1000);
    const lonelyPause = answer.minInterval === undefined ? LONELY_INTERVAL : answer.minInterval * 1000;
    this.#due = this.#eventFor(tracker) === undefined ? now + pause : now;
    this.#dueIfLonely = now + Math.max(SHORTEST_INTERVAL, lonelyPause);
    this.#state.report('peer', {
      type: 'announced',
      tracker,
      event: event ?? 'periodic',
      peers: answer.peers.length,
    });
    this.wake(now);
  }

  failed(tracker: string, reason: string, now: number): void {
    const event = this.#settle(tracker);
    this.#state.report('peer', { type: 'announce-failed', tracker, event: event ?? 'periodic', reason });
    if (this.#stopped || this.#pending !== undefined) return;
    if (this.#untried.length > 0) return this.#announceNext();
    this.#due = now + Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures);
    this.#dueIfLonely = this.#due;
    this.#failures++;
  }

  #announceNext(): void {
    const tracker = this.#untried.shift();
    this.#due = Number.POSITIVE_INFINITY;
    this.#dueIfLonely = Number.POSITIVE_INFINITY;
    if (tracker === undefined) return;
    const event = this.#eventFor(tracker);
    this.#pending = { tracker, event };
    this.#ask(tracker, event, this.#state.options.numwant);
  }

  #ask(tracker: string, event: AnnounceEvent | undefined, numwant: number): void {
    const { uploaded, downloaded, left } = this.#state;
    const { trackerId } = this.#trackerState(tracker);
    this.#state.effect({ type: 'announce', tracker, event, numwant, uploaded, downloaded, left, trackerId });
  }

  #eventFor(tracker: string): AnnounceEvent | undefined {
    const { started, completed } = this.#trackerState(tracker);
    if (!started) return 'started';
    if (this.#state.have.isFull && !this.#startedComplete && !completed) return 'completed';
    return undefined;
  }

  /** The announce that this answers, if it is the one that is awaited; `stopped` is not awaited. */
  #settle(tracker: string): AnnounceEvent | undefined {
    if (this.#pending?.tracker !== tracker) return this.#stopped ? 'stopped' : undefined;
    const { event } = this.#pending;
    this.#pending = undefined;
    return event;
  }

  #trackerState(tracker: string): TrackerState {
    let state = this.#trackers.get(tracker);
    if (state === undefined) {
      state = { started: false, completed: false, trackerId: undefined };
      this.#trackers.set(tracker, state);
    }
    return state;
  }

  #moveToFront(tracker: string): void {
    const tier = this.#tiers.find((members) => members.includes(tracker));
    if (tier === undefined) return;
    tier.splice(tier.indexOf(tracker), 1);
    tier.unshift(tracker);
  }
}
