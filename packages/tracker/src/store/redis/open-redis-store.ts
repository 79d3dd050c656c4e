import type { Logger } from 'pino';
import type { TrackerConfig } from '../../tracker-config.ts';
import { TrackerStartError } from '../../tracker-start-error.ts';
import { TrackerUsageError } from '../../tracker-usage-error.ts';
import { parseRedisAddress, showRedisAddress } from './redis-address.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisFault } from './redis-fault.ts';
import { RedisStore } from './redis-store.ts';
import { SharedClock } from './shared-clock.ts';

/** What the names of all keys begin with, so that other programs may use the same database. */
const PREFIX = 'seedbed:';

/**
 * Opens the store of `--store redis://…`. A Redis that can't be reached yet is waited for while the tracker runs; what only an
 * operator can set right ends the start.
 *
 * @throws TrackerUsageError when the address can't be read.
 * @throws TrackerStartError when the store can't be used.
 */
export async function openRedisStore(
  config: Pick<TrackerConfig, 'store' | 'state' | 'maxPeers' | 'maxTorrents'>,
  { log, now }: { readonly log: Logger; readonly now: () => number },
): Promise<RedisStore> {
  if (config.state !== undefined) {
    throw new TrackerUsageError('--state: this store keeps its swarms itself; leave it out');
  }
  const parsed = parseRedisAddress(config.store);
  if (!parsed.ok) throw new TrackerUsageError(`--store: ${parsed.problem}`);
  try {
    const clock = new SharedClock(now);
    const connection = await RedisConnection.open(parsed.address, { log, clock });
    return new RedisStore({ connection, clock }, { ...config, prefix: PREFIX });
  } catch (error) {
    if (!(error instanceof RedisFault)) throw error;
    const where = showRedisAddress(parsed.address);
    throw new TrackerStartError('store-unusable', `the store ${where} can't be used: ${error.message}`, error);
  }
}
