import type { TorrentInput } from '@seedbed/engine';
import type { AnnounceOutcome } from './io/tracker/tracker-client.ts';

/** What came of an announce, as the engine is told it. Trackers count in seconds, the engine in ms. */
export const announceInput = (tracker: string, outcome: AnnounceOutcome): TorrentInput => {
  if (outcome.ok) return { type: 'announce-answered', tracker, answer: outcome.answer };
  const { reason, retryIn } = outcome;
  return {
    type: 'announce-failed',
    tracker,
    reason,
    ...(retryIn !== undefined && { retryIn: retryIn * 1_000 }),
  };
};
