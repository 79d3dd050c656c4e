import type { Recording, RunEnding } from '../../model/index.ts';
import { appendLine } from './append-line.ts';
import { CatchUp } from './catch-up.ts';
import type { FeedListener, FeedState } from './feed.ts';
import { LiveLines } from './live-lines.ts';

/** Attempts in a row, a second apart, after which a launcher that does not answer is taken to be gone. */
const MOST_ATTEMPTS = 15;
const LOOK_EVERY = 100;
/** A page that was refused a place asks so often for one, ms. */
const ASK_EVERY = 2_000;
/** Until the launcher has seen that who asked has gone, and the place is free for who stays, ms. */
const PLACE_IS_LEFT = 200;

/** Follows a run that goes on, until it is over or nothing more can be had of it. */
export function followLive(recording: Recording, listener: FeedListener): void {
  new LiveFeed(recording, listener).connect();
}

class LiveFeed {
  readonly #recording: Recording;
  readonly #listener: FeedListener;
  readonly #lines = new LiveLines();
  #failures = 0;
  #looking: ReturnType<typeof setInterval> | undefined;

  constructor(recording: Recording, listener: FeedListener) {
    this.#recording = recording;
    this.#listener = listener;
  }

  /** The browser connects again by itself, and says which line it has had last, as long as it hears no refusal. */
  connect(): void {
    const source = new EventSource('api/events');
    const finish = (state: FeedState, ending?: RunEnding): void => {
      source.close();
      this.#finish(state, ending);
    };
    source.onopen = () => {
      this.#failures = 0;
      this.#catchUp();
    };
    source.onerror = () => {
      clearInterval(this.#looking);
      this.#failures += 1;
      if (source.readyState === EventSource.CLOSED) void this.#askForPlace();
      else if (this.#failures >= MOST_ATTEMPTS) finish('lost');
      else this.#listener.onState('interrupted');
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const lines = this.#lines.take(message);
      if (lines === undefined) return finish('lost');
      for (const line of lines) if (line !== '') appendLine(this.#recording, line);
    };
    // The run is over and its server is about to leave: what is here stays, and nobody asks for more.
    source.addEventListener('end', ({ data }: MessageEvent<string>) => finish('over', parseEnding(data)));
  }

  #finish(state: FeedState, ending?: RunEnding): void {
    clearInterval(this.#looking);
    this.#recording.close(ending);
    this.#listener.onState(state);
  }

  #catchUp(): void {
    const catchUp = new CatchUp();
    clearInterval(this.#looking);
    this.#listener.onState('catching-up');
    this.#looking = setInterval(() => {
      const { from, until } = this.#recording;
      catchUp.look(performance.now(), Math.max(from, until));
      if (!catchUp.isDone) return;
      clearInterval(this.#looking);
      this.#listener.onState('live');
    }, LOOK_EVERY);
  }

  /** The browser does not say why it was refused, so that it has to be asked: there is no place, or nothing to add. */
  async #askForPlace(): Promise<void> {
    const answer = await this.#ask();
    if (answer === 200) {
      setTimeout(() => this.connect(), PLACE_IS_LEFT);
      return;
    }
    if (answer === 503) this.#failures = 0;
    else if (answer !== undefined || this.#failures >= MOST_ATTEMPTS) return this.#finish('lost');
    else this.#failures += 1;
    this.#listener.onState(answer === 503 ? 'crowded' : 'interrupted');
    setTimeout(() => void this.#askForPlace(), ASK_EVERY);
  }

  /** The status with which the events would be given; undefined where nobody answers. */
  async #ask(): Promise<number | undefined> {
    const asking = new AbortController();
    try {
      const { id } = this.#lines;
      const headers = id === '' ? {} : { 'last-event-id': id };
      return (await fetch('api/events', { headers, signal: asking.signal })).status;
    } catch {
      return undefined;
    } finally {
      asking.abort();
    }
  }
}

/** How the run ended; undefined where it is not known, as when its launcher was told to leave. */
function parseEnding(data: string): RunEnding | undefined {
  const { ending } = JSON.parse(data) as { readonly ending?: RunEnding };
  return ending;
}
