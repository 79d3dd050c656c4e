import { randomBytes } from 'node:crypto';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, ListenOptions, Server as SocketServer } from 'node:net';
import type { EventSink } from '@seedbed/events';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { type Logger, pino } from 'pino';
import { announceRules } from './announce-rules.ts';
import { createAnnounceAnswer } from './http/answer-announce.ts';
import type { ProxyTrust } from './http/client-ip.ts';
import { createApp } from './http/create-app.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { fitConnections } from './http/fit-connections.ts';
import { createFront } from './http/http-front.ts';
import { processFigures } from './http/metrics/process-figures.ts';
import { openFileLimit } from './http/open-file-limit.ts';
import { readNetworks } from './http/read-networks.ts';
import { TrackerEndpoints } from './http/tracker-endpoints.ts';
import { monotonicNow } from './monotonic-now.ts';
import { Operations, type OperationsComponents, type ProcessOperations } from './operations.ts';
import { randomHashKey } from './random-hash-key.ts';
import { type AnnounceSeen, bothOf, type OnAnnounce } from './service/announce-seen.ts';
import { TrackerCounters } from './service/tracker-counters.ts';
import { TrackerService } from './service/tracker-service.ts';
import { openStore } from './store/open-store.ts';
import { type AnyPeerStore, isRemote } from './store/remote-peer-store.ts';
import type { TrackerConfig } from './tracker-config.ts';
import type { TrackerFigures } from './tracker-figures.ts';
import { listenError } from './tracker-start-error.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';
import { startUdp } from './udp/start-udp.ts';
import type { UdpFront } from './udp/udp-front.ts';

/** How long requests that were begun may take to end when the tracker closes, ms. */
const CLOSE_GRACE = 1_000;

/** What a tracker may be given instead of its own. */
export interface TrackerComponents {
  /** Without one, what `config.store` names. It is closed with the tracker. */
  readonly store?: AnyPeerStore;
  /** Silent without one. */
  readonly log?: Logger;
  /** Told of every announce. */
  readonly onAnnounce?: (announce: AnnounceSeen) => void;
  /** Told of every announce as an event. */
  readonly events?: EventSink | undefined;
  /** Aborted when the tracker is not wanted any more: a start that takes long, because there is much to read, is given up. */
  readonly signal?: AbortSignal | undefined;
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
  /**
   * Reads the lists of torrents again and opens the file of events again; undefined when there are none. What is wrong with them
   * stands in the log.
   */
  readonly reload: (() => Promise<void>) | undefined;
  /** Ends what was begun, frees the ports. May be called again. @throws TrackerFileError when the state can't be written */
  close(): Promise<void>;
}

/** The sockets at which all processes of a tracker listen. */
export interface Doors {
  readonly http: SocketServer;
  /** Undefined where UDP is off. */
  readonly udp: UdpSocket | undefined;
}

/** What another process of a tracker than the first one is given. */
export interface SharedComponents {
  readonly operations: ProcessOperations;
  readonly counters: TrackerCounters;
  /** Of all processes together. */
  readonly figures: () => Promise<TrackerFigures>;
  /** When the first one started, ms. */
  readonly startedAt: number;
  /** Of the connection ids, see `windowKeys`. */
  readonly secret: Uint8Array;
  /** Of the first process, which this one listens at; each is asked for when it can be listened at at once. */
  readonly doors: { http(): Promise<SocketServer>; udp(): Promise<UdpSocket> };
}

/** What the first process of several holds for all. */
export interface FirstProcess {
  readonly store: AnyPeerStore;
  readonly operations: Operations;
  readonly counters: TrackerCounters;
  readonly onAnnounce: OnAnnounce;
  readonly startedAt: number;
  readonly secret: Uint8Array;
  readonly log: Logger;
}

/** The others, as the first process needs them. */
export interface OtherProcesses {
  /** Begins when the doors are open. Rejects with what one of them could not start for; `close` follows then too. */
  start(doors: Doors): Promise<void>;
  /** Ends before what they are given does. */
  close(): Promise<void>;
  /** Of all processes together. */
  figures(): Promise<TrackerFigures>;
}

/**
 * Starts a tracker at `config.http`, and at `config.udp` if there is one, of one process or of several.
 *
 * @throws TrackerStartError when it can't listen there, or can't use the store.
 * @throws TrackerUsageError, TrackerFileError when a setting or a file that it names is wrong.
 * @throws the reason of `components.signal` when that ends it.
 */
export async function startTracker(config: TrackerConfig, components: TrackerComponents = {}): Promise<Tracker> {
  const { log = pino({ level: 'silent' }) } = components;
  const fitting = fitConnections(config, openFileLimit(), log);
  if (config.workers === 1) return await startProcess(fitting, components);
  const { Workers } = await import('./workers/workers.ts');
  // Bounds that each process has for itself; together they are what was asked for.
  const each = { ...fitting, workers: 1, maxConnections: Math.ceil(fitting.maxConnections / config.workers) };
  const others = (first: FirstProcess): OtherProcesses => new Workers(each, config.workers - 1, first);
  return await startProcess(each, components, { others });
}

/** One process that answers: alone, the first of several, or another one with what it shares. */
export async function startProcess(
  config: TrackerConfig,
  components: TrackerComponents,
  { others, shared }: { others?: (first: FirstProcess) => OtherProcesses; shared?: SharedComponents } = {},
): Promise<Tracker> {
  const { log = pino({ level: 'silent' }), events, signal } = components;
  const hashKey = randomHashKey();
  const now = monotonicNow;
  const trust = proxyTrust(config);
  const rules = announceRules(config);
  const store = components.store ?? (await openStore(config, { log, hashKey, now }));
  const operations = shared?.operations ?? (await openOperations(config, { store, log, hashKey, now, events, signal }));
  const { counters = new TrackerCounters(), startedAt = now(), secret = randomBytes(32) } = shared ?? {};
  const { admission, faults } = operations;
  const onAnnounce = bothOf(operations.onAnnounce, components.onAnnounce);
  const workers =
    operations instanceof Operations
      ? others?.({ store, operations, counters, onAnnounce, startedAt, secret, log })
      : undefined;
  const alone = async (): Promise<TrackerFigures> => ({
    counters,
    troubles: operations.troubles,
    processes: { '': processFigures() },
  });
  const figures = shared?.figures ?? (workers ? () => workers.figures() : alone);
  const service = new TrackerService(
    { store, counters, now, random: Math.random, onAnnounce, admission, faults },
    { ...rules, fullScrape: config.fullScrape },
  );
  const endpoints = new TrackerEndpoints(service, counters);
  const urls: string[] = [];
  const app = createApp({
    store,
    counters,
    figures,
    log,
    now,
    startedAt,
    urls: () => urls,
    isEverywhere: isEverywhere(config.http),
  });
  const answer = createAnnounceAnswer({ endpoints, counters, log }, trust);
  const listener = createFront({ endpoints, answerAnnounce: answer, app, counters, log, faults }, config);
  const hot = { answer, takes: () => faults.isEmpty };
  const fronts: Front[] = [];
  /** Whoever was answered before the doors closed is in what is written then. */
  const closeAll = async (): Promise<void> => {
    await Promise.all([...fronts, workers].map((each) => each?.close()));
    await operations.close();
    if (isRemote(store)) await store.close();
  };
  try {
    const server = createHttpServer({ listener, hot, counters }, config);
    const address = await listen(server, config.http, shared?.doors.http());
    fronts.push({ close: () => close(server) });
    server.on('error', (error) => log.error({ err: error }, 'the server had to go on after an error'));
    const url = `http://${formatAddress(dialable(address))}/announce`;
    urls.push(url);
    let udp: UdpFront | undefined;
    if (config.udp !== undefined) {
      udp = await startUdp({ service, counters, now, log, secret, door: shared?.doors.udp() }, rules, config.udp);
      fronts.push(udp);
      urls.push(`udp://${formatAddress(dialable(udp.address))}/announce`);
    }
    await workers?.start({ http: server, udp: udp?.socket });
    await operations.begin();
    let closed: Promise<void> | undefined;
    return {
      address,
      control: operations.controlUrl,
      url,
      urls,
      reload: operations.reloads ? () => operations.reload() : undefined,
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

/** What answers requests that come in at a door. */
interface Front {
  /** Ends what was begun, frees the port. */
  close(): Promise<void>;
}

/** @throws TrackerUsageError, TrackerFileError; the store is closed then. */
async function openOperations(config: TrackerConfig, components: OperationsComponents): Promise<Operations> {
  try {
    return await Operations.open(config, components);
  } catch (error) {
    if (isRemote(components.store)) await components.store.close();
    throw error;
  }
}

/** @throws TrackerUsageError */
function proxyTrust({ trustProxy, trustedProxies }: TrackerConfig): ProxyTrust {
  if (trustedProxies.length === 0) return trustProxy;
  if (trustProxy > 0) throw new TrackerUsageError('--trust-proxy and --trusted-proxies: give one of them');
  const networks = readNetworks(trustedProxies);
  if (!networks.ok) throw new TrackerUsageError(`--trusted-proxies: ${networks.problem}`);
  return networks.value;
}

/** @param door a server of another process; its socket is listened at too. */
async function listen(
  server: Server,
  { ip, port }: PeerAddress,
  door: Promise<SocketServer> | undefined,
): Promise<PeerAddress> {
  const there: ListenOptions | SocketServer = (await door) ?? { host: ip, port, ipv6Only: false };
  server.listen(there);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError({ ip, port }, '--http', error as NodeJS.ErrnoException);
  }
  // A server that listens at an address and a port says so by an object.
  const bound = server.address() as AddressInfo;
  return { ip: bound.address, port: bound.port };
}

function isEverywhere({ ip }: PeerAddress): boolean {
  return ip === '0.0.0.0' || ip === '::';
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
