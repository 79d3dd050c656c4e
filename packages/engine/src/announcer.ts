import type { AnnounceAnswer, AnnounceEvent } from '@seedbed/protocol';
import type { TorrentState } from './torrent-state.ts';
import { TrackerTiers } from './tracker-tiers.ts';

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
  /** It asked to be left alone until then (BEP 31), ms. */
  notBefore: number;
}

/**
 * When to announce what to which tracker.
 *
 * BEP 12: tiers in order, the trackers of a tier in order; one that answers moves to the front of its tier. BEP 3: each
 * tracker hears `started` first, `completed` once when the download ends here (never when it was complete at the
 * start), `stopped` at the end. One announce to a tracker is under way at a time, so that none can overtake another.
 * BEP 27: a private torrent stays with the tracker that has answered until that fails. BEP 31: a tracker that asks to be
 * left alone is, but for the `stopped`.
 */
export class Announcer {
  readonly #state: TorrentState;
  readonly #tiers: TrackerTiers;
  readonly #trackers = new Map<string, TrackerState>();
  readonly #startedComplete: boolean;
  readonly #isPrivate: boolean;
  /** The tracker that answered last. */
  #current: string | undefined;
  /** Trackers still to be tried in this round, the next one first. */
  #untried: string[] = [];
  #pending: { readonly tracker: string; readonly event: AnnounceEvent | undefined } | undefined;
  /** Trackers that were told `stopped` and have not answered yet; `undefined` until we stop. */
  #farewells: Set<string> | undefined;
  #failures = 0;
  /** When to announce next, and when at the earliest if the download finds itself without any peer. */
  #due = Number.POSITIVE_INFINITY;
  #dueIfLonely = Number.POSITIVE_INFINITY;

  constructor(state: TorrentState, tiers: readonly (readonly string[])[], isPrivate = false) {
    this.#state = state;
    this.#tiers = new TrackerTiers(tiers);
    this.#startedComplete = state.have.isFull;
    this.#isPrivate = isPrivate;
  }

  /** When the next announce is due, ms; Infinity while one is under way. */
  get nextAnnounce(): number {
    if (this.#farewells !== undefined || this.#pending !== undefined) return Number.POSITIVE_INFINITY;
    const lonely = this.#state.sessions.size === 0 && !this.#state.isSatisfied;
    return lonely ? Math.min(this.#due, this.#dueIfLonely) : this.#due;
  }

  start(now: number): void {
    this.#due = now;
    this.wake(now);
  }

  wake(now: number): void {
    if (now < this.nextAnnounce) return;
    const order = this.#inOrder();
    this.#untried = order.filter((tracker) => this.#trackerState(tracker).notBefore <= now);
    this.#announceNext();
    // Infinity without trackers, and when all want to be left alone for ever.
    if (this.#pending === undefined) this.#due = this.#firstWilling();
  }

  /**
   * The download is complete: told at once, or after the answer that is awaited. `completed` is for seeds; that some chosen
   * files are here is nothing that a tracker asks for (BEP 21 would have it told as `paused`, which is an extension).
   */
  completed(now: number): void {
    if (!this.#state.have.isFull) return;
    this.#due = now;
    this.wake(now);
  }

  /** Every tracker that knows us hears that we leave; one that we await an answer of, behind that answer. */
  stop(): void {
    this.#farewells = new Set();
    for (const [tracker, { started }] of this.#trackers) {
      if (started && tracker !== this.#pending?.tracker) this.#sayFarewell(tracker, this.#farewells);
    }
  }

  /** Answers whether this is another tracker than the one that a private torrent has its peers from. */
  answered(tracker: string, answer: AnnounceAnswer, now: number): boolean {
    const event = this.#settle(tracker);
    if (event === undefined) return false;
    const { peers, warning } = answer;
    const told = { tracker, event, peers: peers.length, ...(warning !== undefined && { warning }) };
    this.#state.report('peer', { type: 'announced', ...told });
    if (event === 'stopped') return false;
    const known = this.#trackerState(tracker);
    known.started = true;
    if (event === 'completed') known.completed = true;
    if (answer.trackerId !== undefined) known.trackerId = answer.trackerId;
    if (this.#farewells !== undefined) {
      this.#sayFarewell(tracker, this.#farewells);
      return false;
    }
    this.#tiers.moveToFront(tracker);
    this.#failures = 0;
    const hasSwitched = this.#isPrivate && this.#current !== undefined && this.#current !== tracker;
    this.#current = tracker;
    this.#plan(tracker, answer, now);
    return hasSwitched;
  }

  /** @param retryIn how long the tracker asks to be left alone, ms */
  failed(tracker: string, reason: string, retryIn: number, now: number): void {
    const event = this.#settle(tracker);
    if (event === undefined) return;
    this.#state.report('peer', { type: 'announce-failed', tracker, event, reason });
    if (event === 'stopped') return;
    this.#trackerState(tracker).notBefore = now + retryIn;
    // Whether our announce was heard before it failed we can't know.
    if (this.#farewells !== undefined) return this.#sayFarewell(tracker, this.#farewells);
    if (this.#untried.length > 0) return this.#announceNext();
    const pause = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures);
    this.#due = Math.max(now + pause, this.#firstWilling());
    this.#dueIfLonely = this.#due;
    this.#failures++;
  }

  /** BEP 12, or for a private torrent the tracker that it is at before all others. */
  #inOrder(): string[] {
    const order = this.#tiers.inOrder();
    const current = this.#current;
    if (!this.#isPrivate || current === undefined) return order;
    return [current, ...order.filter((tracker) => tracker !== current)];
  }

  /** When the first tracker may be asked again, ms; Infinity when none may ever be. */
  #firstWilling(): number {
    return Math.min(...this.#tiers.inOrder().map((tracker) => this.#trackerState(tracker).notBefore));
  }

  /** When to come again: after the interval, never before the minimum; at once with something to tell. */
  #plan(tracker: string, { interval, minInterval }: AnnounceAnswer, now: number): void {
    const least = Math.max(SHORTEST_INTERVAL, (minInterval ?? 0) * 1000);
    this.#due = now + Math.max(least, interval * 1000);
    this.#dueIfLonely = now + (minInterval === undefined ? LONELY_INTERVAL : least);
    if (this.#eventFor(tracker) !== undefined) this.#due = now;
    this.wake(now);
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

  #sayFarewell(tracker: string, farewells: Set<string>): void {
    farewells.add(tracker);
    this.#ask(tracker, 'stopped', 0);
  }

  #ask(tracker: string, event: AnnounceEvent | undefined, numwant: number): void {
    const { uploaded, downloaded, lacking: left } = this.#state;
    const { trackerId } = this.#trackerState(tracker);
    this.#state.effect({ type: 'announce', tracker, event, numwant, uploaded, downloaded, left, trackerId });
  }

  #eventFor(tracker: string): AnnounceEvent | undefined {
    const { started, completed } = this.#trackerState(tracker);
    if (!started) return 'started';
    if (this.#state.have.isFull && !this.#startedComplete && !completed) return 'completed';
    return undefined;
  }

  /** Which of our announces the tracker answers; `undefined` when it was not asked. */
  #settle(tracker: string): AnnounceEvent | 'periodic' | undefined {
    if (this.#pending?.tracker === tracker) {
      const { event } = this.#pending;
      this.#pending = undefined;
      return event ?? 'periodic';
    }
    return this.#farewells?.delete(tracker) === true ? 'stopped' : undefined;
  }

  #trackerState(tracker: string): TrackerState {
    let state = this.#trackers.get(tracker);
    if (state === undefined) {
      state = { started: false, completed: false, trackerId: undefined, notBefore: Number.NEGATIVE_INFINITY };
      this.#trackers.set(tracker, state);
    }
    return state;
  }
}
