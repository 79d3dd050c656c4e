import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventSink } from '@seedbed/events';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { type Logger, pino } from 'pino';
import { createAnnounceAnswer } from './http/answer-announce.ts';
import type { ProxyTrust } from './http/client-ip.ts';
import { createApp } from './http/create-app.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { createFront } from './http/http-front.ts';
import { readNetworks } from './http/read-networks.ts';
import { TrackerEndpoints } from './http/tracker-endpoints.ts';
import { Operations } from './operations.ts';
import { randomHashKey } from './random-hash-key.ts';
import type { AnnounceSeen } from './service/announce-seen.ts';
import { TrackerCounters } from './service/tracker-counters.ts';
import { TrackerService } from './service/tracker-service.ts';
import { MemoryStore } from './store/memory-store.ts';
import type { PeerStore } from './store/peer-store.ts';
import type { TrackerConfig } from './tracker-config.ts';
import { TrackerStartError } from './tracker-start-error.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';
import { startUdp } from './udp/start-udp.ts';

/** How long requests that were begun may take to end when the tracker closes, ms. */
const CLOSE_GRACE = 1_000;

/** What a tracker may be given instead of its own. */
export interface TrackerComponents {
  readonly store?: PeerStore;
  /** Silent without one. */
  readonly log?: Logger;
  /** Told of every announce that was understood. */
  readonly onAnnounce?: (announce: AnnounceSeen) => void;
  /** Told of every announce as an event. */
  readonly events?: EventSink | undefined;
}

/** A tracker that runs. */
export interface Tracker {
  /** What stands in a torrent: `http://127.0.0.1:8000/announce`. */
  readonly url: string;
  readonly address: PeerAddress;
  /** Every URL at which it is announced to: that of HTTP, and that of UDP where it is on. */
  readonly urls: readonly string[];
  /** Where faults are changed, `http://127.0.0.1:9000`; undefined without a control address. */
  readonly control: string | undefined;
  /** Reads the lists of torrents again; undefined when there are none. What is wrong with them stands in the log. */
  readonly reload: (() => Promise<void>) | undefined;
  /** Ends what was begun, frees the ports. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a tracker at `config.http`, and at `config.udp` if there is one.
 *
 * @throws TrackerStartError when it can't listen there.
 * @throws TrackerUsageError, TrackerFileError when a setting or a file that it names is wrong.
 */
export async function startTracker(config: TrackerConfig, components: TrackerComponents = {}): Promise<Tracker> {
  const { log = pino({ level: 'silent' }), events } = components;
  const hashKey = randomHashKey();
  const { store = new MemoryStore({ ...config, hashKey }) } = components;
  const counters = new TrackerCounters();
  const now = monotonicNow;
  const trust = proxyTrust(config);
  const operations = await Operations.open(config, { store, log, hashKey, now, events });
  const { admission, faults } = operations;
  const onAnnounce = both(operations.onAnnounce, components.onAnnounce);
  const rules = { ...config, minInterval: Math.min(config.minInterval, config.interval) };
  const service = new TrackerService(
    { store, counters, now, random: Math.random, onAnnounce, admission, faults },
    rules,
  );
  const endpoints = new TrackerEndpoints(service, counters);
  const urls: string[] = [];
  const app = createApp({ store, counters, log, now, urls: () => urls, troubles: () => operations.troubles });
  const answer = createAnnounceAnswer({ endpoints, counters, log }, trust);
  const listener = createFront({ endpoints, answerAnnounce: answer, app, counters, log, faults });
  const doors: Door[] = [];
  /** Whoever was answered before the doors closed is in what is written then. */
  const closeAll = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.close()));
    await operations.close();
  };
  try {
    const server = createHttpServer({ listener, hot: { answer, takes: () => faults.isEmpty }, counters }, config);
    const address = await listen(server, config.http);
    doors.push({ close: () => close(server) });
    server.on('error', (error) => log.error({ err: error }, 'the server had to go on after an error'));
    const url = `http://${formatAddress(dialable(address))}/announce`;
    urls.push(url);
    if (config.udp !== undefined) {
      const udp = await startUdp({ service, counters, now, log }, config, config.udp);
      doors.push(udp);
      urls.push(`udp://${formatAddress(dialable(udp.address))}/announce`);
    }
    await operations.begin();
    let closed: Promise<void> | undefined;
    return {
      address,
      control: operations.controlUrl,
      url,
      urls,
      reload: operations.hasLists ? () => operations.reload() : undefined,
      close: () => {
        closed ??= closeAll();
        return closed;
      },
    };
  } catch (error) {
    // Half a tracker is none: when the rest can't start, what did is closed.
    await closeAll();
    throw error;
  }
}

/** Where requests come in. */
interface Door {
  /** Ends what was begun, frees the port. */
  close(): Promise<void>;
}

type OnAnnounce = TrackerComponents['onAnnounce'];

/** Nobody is called for nobody: it would cost each announce. */
function both(first: OnAnnounce, second: OnAnnounce): OnAnnounce {
  if (first === undefined || second === undefined) return first ?? second;
  return (seen) => {
    first(seen);
    second(seen);
  };
}

/** @throws TrackerUsageError */
function proxyTrust({ trustProxy, trustedProxies }: TrackerConfig): ProxyTrust {
  if (trustedProxies.length === 0) return trustProxy;
  if (trustProxy > 0) throw new TrackerUsageError('--trust-proxy and --trusted-proxies: give one of them');
  const networks = readNetworks(trustedProxies);
  if (!networks.ok) throw new TrackerUsageError(`--trusted-proxies: ${networks.problem}`);
  return networks.value;
}

async function listen(server: Server, { ip, port }: PeerAddress): Promise<PeerAddress> {
  server.listen({ host: ip, port, ipv6Only: false });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new TrackerStartError({ ip, port }, '--http', error as NodeJS.ErrnoException);
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

/** The clock that all processes of this machine share, in ms. */
function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
