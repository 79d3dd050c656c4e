import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { type Logger, pino } from 'pino';
import { createAnnounceAnswer } from './http/answer-announce.ts';
import { createApp } from './http/create-app.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { createFront } from './http/http-front.ts';
import { TrackerEndpoints } from './http/tracker-endpoints.ts';
import type { AnnounceSeen } from './service/announce-seen.ts';
import { TrackerCounters } from './service/tracker-counters.ts';
import { TrackerService } from './service/tracker-service.ts';
import { MemoryStore } from './store/memory-store.ts';
import type { PeerStore } from './store/peer-store.ts';
import type { TrackerConfig } from './tracker-config.ts';
import { TrackerStartError } from './tracker-start-error.ts';

/** How long requests that were begun may take to end when the tracker closes, ms. */
const CLOSE_GRACE = 1_000;

/** What a tracker may be given instead of its own. */
export interface TrackerComponents {
  readonly store?: PeerStore;
  /** Silent without one. */
  readonly log?: Logger;
  /** Told of every announce that was understood. */
  readonly onAnnounce?: (announce: AnnounceSeen) => void;
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
 * Starts a tracker at `config.http`.
 *
 * @throws TrackerStartError when it can't listen there.
 */
export async function startTracker(config: TrackerConfig, components: TrackerComponents = {}): Promise<Tracker> {
  const { log = pino({ level: 'silent' }), onAnnounce } = components;
  const { store = new MemoryStore({ ...config, hashKey: randomHashKey() }) } = components;
  const counters = new TrackerCounters();
  const now = monotonicNow;
  const rules = { ...config, minInterval: Math.min(config.minInterval, config.interval) };
  const service = new TrackerService({ store, counters, now, random: Math.random, onAnnounce }, rules);
  const endpoints = new TrackerEndpoints(service, counters);
  const app = createApp({ store, counters, log, now });
  const answer = createAnnounceAnswer({ endpoints, counters, log }, config.trustProxy);
  const listener = createFront({ endpoints, answerAnnounce: answer, app, counters, log });
  const server = createHttpServer({ listener, answer, counters }, config);
  const address = await listen(server, config.http);
  server.on('error', (error) => log.error({ err: error }, 'the server had to go on after an error'));
  let closed: Promise<void> | undefined;
  return {
    address,
    url: `http://${formatAddress(dialable(address))}/announce`,
    close: () => {
      closed ??= close(server);
      return closed;
    },
  };
}

async function listen(server: Server, { ip, port }: PeerAddress): Promise<PeerAddress> {
  server.listen({ host: ip, port, ipv6Only: false });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new TrackerStartError({ ip, port }, error as NodeJS.ErrnoException);
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

function randomHashKey(): [number, number] {
  const [low = 0, high = 0] = randomFillSync(new Uint32Array(2));
  return [low, high];
}

/** The clock that all processes of this machine share, in ms. */
function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
