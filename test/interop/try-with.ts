import { expect, test } from 'vitest';
import type { Client } from './client.ts';
import { matrixEntry } from './matrix-entry.ts';
import { hasIpv6Loopback } from './network.ts';
import { type Direction, isSample, networkOf, type Pairing, pairingsOf } from './pairing.ts';
import { provided } from './provided.ts';
import { oddStoryOf } from './stories.ts';
import { transfer } from './transfer.ts';

/** Why a pairing can't be tried here. */
const obstacleTo = (pairing: Pairing): string | undefined => {
  const { client, tracker } = pairing;
  const found = client.find();
  if ('obstacle' in found) return found.obstacle;
  if (networkOf(pairing) === 'test network' && 'obstacle' in provided.network) return provided.network.obstacle;
  if (networkOf(pairing) === 'IPv6 loopback' && !hasIpv6Loopback()) return 'there is no ::1 here';
  return tracker.obstacle();
};

/** Makes tests of all pairings with a client; in the short form, of a sample. */
export const tryWith = (client: Client, directions: readonly Direction[] = ['we seed', 'it seeds']): void => {
  for (const pairing of pairingsOf(client, directions).filter((each) => !provided.short || isSample(each))) {
    const entry = matrixEntry(pairing);
    test(Object.values(entry).join(', '), async ({ skip, task }) => {
      task.meta.matrixEntry = entry;
      const obstacle = obstacleTo(pairing);
      if (obstacle !== undefined) return skip(obstacle);
      const unable = pairing.client.unable?.[pairing.route.name];
      if (unable !== undefined) {
        task.meta.unable = true;
        return skip(unable);
      }
      const odd = oddStoryOf(pairing);
      if (odd !== undefined) task.meta.remark = odd.reason;
      expect((await transfer(pairing)).join('; '), 'files that are not what they were').toBe('');
    });
  }
};
