import type { ReadCounts } from '@seedbed/events';
import { formatCount } from '@seedbed/settings';

/**
 * What of a record is not as it was written, in at most one line.
 *
 * @param written events that the launcher of the run says to have written; undefined where it left no word of it
 */
export const recordDamage = (
  path: string,
  { read, unreadable, firstUnreadable }: ReadCounts,
  written: number | undefined,
): string[] => {
  const missing = Math.max(0, (written ?? 0) - read - unreadable);
  const damage = [
    ...(unreadable === 0
      ? []
      : [`${formatCount(unreadable, 'line')} can't be read, the first is line ${firstUnreadable}`]),
    ...(missing === 0 ? [] : [`${missing} of ${formatCount(written ?? 0, 'event')} missing`]),
  ];
  if (damage.length === 0) return [];
  return [`${path} is damaged: ${damage.join(', ')}; the ${formatCount(read, 'event')} that can be read are shown`];
};
