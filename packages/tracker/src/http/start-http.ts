import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, ListenOptions, Server as SocketServer } from 'node:net';
import type { PeerAddress } from '@seedbed/protocol';
import { isEverywhere } from '../dialable.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { TrackerService } from '../service/tracker-service.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import { listenError } from '../tracker-start-error.ts';
import { createAnnounceAnswer } from './answer-announce.ts';
import { type AppComponents, createApp } from './create-app.ts';
import { createHttpServer } from './create-http-server.ts';
import { createFront } from './http-front.ts';
import type { ProxyTrust } from './proxy-trust.ts';
import { TrackerEndpoints } from './tracker-endpoints.ts';

/** How long requests that were begun may take to end when the tracker closes, ms. */
const CLOSE_GRACE = 1_000;

/** What it is answered with. */
type Components = Omit<AppComponents, 'isEverywhere'> & {
  readonly service: TrackerService;
  readonly faults: FaultPlan;
  readonly trust: ProxyTrust;
  /** A server that listens already, of another process; its socket is listened at too. */
  readonly door?: Promise<SocketServer> | undefined;
};

/** Requests that are answered. */
export interface HttpDoor {
  readonly server: Server;
  readonly address: PeerAddress;
  /** Ends what was begun, frees the port. */
  close(): Promise<void>;
}

/**
 * Answers over HTTP at `config.http`.
 *
 * @throws TrackerStartError when it can't listen there.
 */
export async function startHttp(
  { service, faults, trust, door, ...shown }: Components,
  config: TrackerConfig,
): Promise<HttpDoor> {
  const { counters, log } = shown;
  const endpoints = new TrackerEndpoints(service, counters);
  const app = createApp({ ...shown, isEverywhere: isEverywhere(config.http.ip) });
  const answer = createAnnounceAnswer({ endpoints, counters, log }, trust);
  const listener = createFront({ endpoints, answerAnnounce: answer, app, counters, log, faults }, config);
  const server = createHttpServer({ listener, hot: { answer, takes: () => faults.isEmpty }, counters }, config);
  const address = await listen(server, config.http, door);
  server.on('error', (error) => log.error({ err: error }, 'the server had to go on after an error'));
  return { server, address, close: () => close(server) };
}

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

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close(); // idle connections too
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE);
  await closed;
  clearTimeout(impatience);
}
