import { MAX_ANNOUNCE_TEXT } from '@seedbed/protocol';
import { formatDuration } from '@seedbed/settings';
import type { AnnounceConfig } from './announce/announce-config.ts';
import type { TrackerConfig } from './tracker-config.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';

/** BEP 3 names 50 as the usual default. */
const NUMWANT = 50;
/** A peer that has run out of peers may ask again soon, yet not without a pause, ms. */
const MIN_INTERVAL = 60_000;

/**
 * The rules by which announces are answered, as settings give them. What was not given gives way to what was.
 *
 * @throws TrackerUsageError when settings contradict each other.
 */
export function announceRules(config: TrackerConfig): AnnounceConfig {
  const { interval, grace, maxNumwant, trustIpParameter, trackerId } = config;
  const { numwant = Math.min(NUMWANT, maxNumwant), minInterval = Math.min(MIN_INTERVAL, interval) } = config;
  if (numwant > maxNumwant) {
    throw new TrackerUsageError(
      `--numwant ${numwant} is more than --max-numwant ${maxNumwant}: raise that, or lower it`,
    );
  }
  if (minInterval > interval) {
    const [least, usual] = [formatDuration(minInterval), formatDuration(interval)];
    throw new TrackerUsageError(
      `--min-interval ${least} is longer than --interval ${usual}: lengthen that, or shorten it`,
    );
  }
  const idBytes = Buffer.byteLength(trackerId ?? '');
  if (idBytes > MAX_ANNOUNCE_TEXT) {
    const problem = `it has ${idBytes} bytes, and an announce that sends it back has room for ${MAX_ANNOUNCE_TEXT}`;
    throw new TrackerUsageError(`--tracker-id: ${problem}`);
  }
  return { interval, minInterval, grace, numwant, maxNumwant, trustIpParameter, trackerId };
}
