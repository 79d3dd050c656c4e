import { withoutControls } from '@seedbed/protocol';
import type { Logger } from '../../logger.ts';
import { shuffled } from '../chance.ts';
import { parseTrackerUrl } from './tracker-url.ts';

/** Characters of a URL that fit into a line of the log. */
const MAX_SHOWN = 200;

/**
 * The trackers that can be asked, by tier, each tier in random order: BEP 12 shuffles once, when the list is read. Every
 * other tracker is skipped, with one line that says why.
 */
export const usableTiers = (
  tiers: readonly (readonly string[])[],
  random: () => number,
  log: Logger,
): readonly (readonly string[])[] => {
  const isUsable = (tracker: string): boolean => {
    const parsed = parseTrackerUrl(tracker);
    if (!parsed.ok) {
      const name = withoutControls(tracker.slice(0, MAX_SHOWN), ' ');
      log.warn({ tracker: name }, `the tracker ${name} is skipped: ${parsed.reason}`);
    }
    return parsed.ok;
  };
  return tiers.map((tier) => shuffled(tier.filter(isUsable), random)).filter((tier) => tier.length > 0);
};
