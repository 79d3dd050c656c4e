import type { Logger } from '../../logger.ts';
import type { AnnounceOutcome } from './tracker-client.ts';

/** What the user was told last of one tracker. */
interface Told {
  failure: string | undefined;
  warning: string | undefined;
}

/**
 * Shows the user what the trackers of a torrent say: a failure or a warning once, not with every announce. A failure that
 * comes back after an answer is a new one.
 */
export class TrackerNotices {
  readonly #log: Logger;
  readonly #torrent: string;
  readonly #told = new Map<string, Told>();

  /** @param torrent its name */
  constructor(log: Logger, torrent: string) {
    this.#log = log;
    this.#torrent = torrent;
  }

  tell(tracker: string, outcome: AnnounceOutcome): void {
    const fields = { tracker, torrent: this.#torrent };
    const told = this.#told.get(tracker) ?? { failure: undefined, warning: undefined };
    this.#told.set(tracker, told);
    if (outcome.ok) {
      const { warning } = outcome.answer;
      if (warning !== undefined && warning !== told.warning) this.#log.warn(fields, `the tracker warns: ${warning}`);
      if (told.failure !== undefined) this.#log.info(fields, 'the tracker answers again');
      told.failure = undefined;
      told.warning = warning;
    } else if (outcome.reason !== told.failure) {
      told.failure = outcome.reason;
      this.#log.warn(fields, `announce failed: ${outcome.reason}${waitText(outcome.retryIn)}`);
    }
  }
}

const waitText = (retryIn: number | undefined): string => {
  if (retryIn === undefined) return '';
  if (retryIn === Number.POSITIVE_INFINITY) return '; it is not asked again';
  return `; it is asked again in ${retryIn / 60} min at the earliest`;
};
