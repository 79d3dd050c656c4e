import type { Logger } from 'pino';
import type { TrackerConfig } from '../tracker-config.ts';
import type { HashKey } from './half-sip-state.ts';
import { MemoryStore } from './memory-store.ts';
import type { AnyPeerStore } from './remote-peer-store.ts';

/** What a store works with. */
export interface StoreComponents {
  readonly log: Logger;
  readonly hashKey: HashKey;
  /** ms on the tracker's clock. */
  readonly now: () => number;
}

/**
 * The store that `config.store` names.
 *
 * @throws TrackerUsageError, TrackerStartError
 */
export async function openStore(
  config: Pick<TrackerConfig, 'store' | 'state' | 'maxPeers' | 'maxTorrents'>,
  { log, hashKey, now }: StoreComponents,
): Promise<AnyPeerStore> {
  if (config.store === 'memory') return new MemoryStore({ ...config, hashKey });
  // Who keeps swarms in memory shall not pay for a client of Redis.
  const { openRedisStore } = await import('./redis/open-redis-store.ts');
  return await openRedisStore(config, { log, now });
}
