import type { Recording, RunEnding } from '../../model/index.ts';
import { appendLine } from './append-line.ts';
import { CatchUp } from './catch-up.ts';
import type { FeedListener, FeedState } from './feed.ts';

/** Attempts in a row, a second apart, after which a launcher that does not answer is taken to be gone. */
const MOST_ATTEMPTS = 15;
const LOOK_EVERY = 100;

/** Follows a run that goes on, until it is over or nothing more can be had of it. */
export function followLive(recording: Recording, listener: FeedListener): void {
  new LiveFeed(recording, listener).connect();
}

class LiveFeed {
  readonly #recording: Recording;
  readonly #listener: FeedListener;
  #failures = 0;
  #looking: ReturnType<typeof setInterval> | undefined;

  constructor(recording: Recording, listener: FeedListener) {
    this.#recording = recording;
    this.#listener = listener;
  }

  /** The browser connects again by itself, and says which line it has had last; a refusal means that there is nothing more. */
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
      if (source.readyState === EventSource.CLOSED || this.#failures >= MOST_ATTEMPTS) finish('lost');
      else this.#listener.onState('interrupted');
    };
    source.onmessage = (message: MessageEvent<string>) => {
      for (const line of message.data.split('\n')) appendLine(this.#recording, line);
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
}

/** How the run ended; undefined where it is not known, as when its launcher was told to leave. */
function parseEnding(data: string): RunEnding | undefined {
  const { ending } = JSON.parse(data) as { readonly ending?: RunEnding };
  return ending;
}
