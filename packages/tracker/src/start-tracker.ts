import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { type Logger, pino } from 'pino';
import { createApp } from './http/create-app.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { createFront } from './http/http-front.ts';
import { TrackerEndpoints } from './http/tracker-endpoints.ts';
import { monotonicNow } from './monotonic-now.ts';
import { randomHashKey } from './random-hash-key.ts';
import type { AnnounceSeen } from './service/announce-seen.ts';
import { TrackerCounters } from './service/tracker-counters.ts';
import { TrackerService } from './service/tracker-service.ts';
import { MemoryStore } from './store/memory-store.ts';
import type { AnyPeerStore } from './store/remote-peer-store.ts';
import type { TrackerConfig } from './tracker-config.ts';
import { listenError } from './tracker-start-error.ts';

/** How long requests that were begun may take to end when the tracker closes, ms. */
const CLOSE_GRACE = 1_000;

/** What a tracker may be given instead of its own. */
export interface TrackerComponents {
  /** Without one, what `config.store` names. It is closed with the tracker. */
  readonly store?: AnyPeerStore;
  /** Silent without one. */
  readonly log?: Logger;
  /** Told of every announce that was understood. */
  readonly onAnnounce?: (announce: AnnounceSeen) => void;
  /** What is counted into. */
  readonly counters?: TrackerCounters;
  /** Where the tracker is several processes: what all of them have counted, and when the first one started (ms). */
  readonly allCounters?: () => Promise<TrackerCounters>;
  readonly startedAt?: number;
}

/** A tracker that runs. */
export interface Tracker {
  /** What stands in a torrent: `http://127.0.0.1:8000/announce`. */
  readonly url: string;
  readonly address: PeerAddress;
  /** Ends what was begun, frees the port. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a tracker at `config.http`, of one process or of several.
 *
 * @throws TrackerStartError when it can't listen there, or can't use the store.
 */
export async function startTracker(config: TrackerConfig, components: TrackerComponents = {}): Promise<Tracker> {
  if (config.workers === 1) return await startOne(config, components);
  const { startWorkers } = await import('./workers/start-workers.ts');
  return await startWorkers(config, components);
}

async function startOne(config: TrackerConfig, components: TrackerComponents): Promise<Tracker> {
  const { log = pino({ level: 'silent' }), onAnnounce, counters = new TrackerCounters() } = components;
  const now = monotonicNow;
  const { startedAt = now(), allCounters = () => Promise.resolve(counters) } = components;
  const store = components.store ?? (await openStore(config, log));
  const rules = { ...config, minInterval: Math.min(config.minInterval, config.interval) };
  const service = new TrackerService({ store, counters, now, random: Math.random, onAnnounce }, rules);
  const endpoints = new TrackerEndpoints(service, counters);
  const app = createApp({ store, counters, allCounters, log, now, startedAt });
  const front = createFront({ endpoints, app, counters, log }, config.trustProxy);
  const server = createHttpServer(front, counters, config);
  const address = await listen(server, config.http).catch(async (error: unknown) => {
    await closeStore(store);
    throw error;
  });
  server.on('error', (error) => log.error({ err: error }, 'the server had to go on after an error'));
  let closed: Promise<void> | undefined;
  return {
    address,
    url: `http://${formatAddress(dialable(address))}/announce`,
    close: () => {
      closed ??= close(server).then(() => closeStore(store));
      return closed;
    },
  };
}

async function openStore(config: TrackerConfig, log: Logger): Promise<AnyPeerStore> {
  if (config.store === 'memory') return new MemoryStore({ ...config, hashKey: randomHashKey() });
  // Who keeps swarms in memory shall not pay for a client of Redis.
  const { openRedisStore } = await import('./store/redis/open-redis-store.ts');
  return await openRedisStore(config, { log, now: monotonicNow });
}

async function closeStore(store: AnyPeerStore): Promise<void> {
  if ('close' in store) await store.close();
}

async function listen(server: Server, { ip, port }: PeerAddress): Promise<PeerAddress> {
  server.listen({ host: ip, port, ipv6Only: false });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError({ ip, port }, error as NodeJS.ErrnoException);
  }
  // A server that listens at an address and a port says so by an object.
  const bound = server.address() as AddressInfo;
  return { ip: bound.address, port: bound.port };
}

/** Where a program on this machine reaches a server that listens at every address. */
function dialable({ ip, port }: PeerAddress): PeerAddress {
  if (ip === '0.0.0.0') return { ip: '127.0.0.1', port };
  return ip === '::' ? { ip: '::1', port } : { ip, port };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close(); // idle connections too
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE);
  await closed;
  clearTimeout(impatience);
}
