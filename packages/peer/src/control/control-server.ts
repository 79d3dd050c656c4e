import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Access, ControlError, sendControlAnswer, sendControlRefusal } from '@seedbed/control';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import type { EventHub } from '../event-hub.ts';
import { toListenError } from '../io/net/listen.ts';
import type { Logger } from '../logger.ts';
import type { ControlledDaemon } from './controlled-daemon.ts';
import { asksForComplete, health } from './health.ts';

export interface ControlComponents {
  readonly daemon: ControlledDaemon;
  readonly events: EventHub;
  readonly log: Logger;
}

export interface ControlOptions {
  /** What requests have to know; without one the address is on loopback. */
  readonly token?: string | undefined;
  /** Folder of the torrents that are added here; without one none are. */
  readonly dir?: string | undefined;
}

/** Bounds of what a client can take: bytes of headers, connections, ms. */
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 50;
/** A dashboard, a few streams of events and whoever asks for health now and then. */
const MAX_CONNECTIONS = 64;
const HEADERS_TIMEOUT = 10_000;
/** For a torrent file that comes over a slow network; it has 64 MiB at most. */
const REQUEST_TIMEOUT = 60_000;
/** A client that takes nothing of its answer for so long is let go. */
const IDLE_TIMEOUT = 60_000;
/** How often Node looks for requests that take too long. */
const CHECK_INTERVAL = 5_000;

/**
 * The control address. `GET /healthz` is answered by `node:http` alone, everything else by an Express app that is loaded
 * with the first request for it: a peer that nobody controls starts in half the time.
 */
export class ControlServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @throws ListenError; ControlAddressError when it would be open to strangers */
  static async open(
    address: PeerAddress,
    components: ControlComponents,
    options: ControlOptions,
  ): Promise<ControlServer> {
    const front = createFront(components, options, new Access(address, options.token));
    const server = createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: HEADERS_TIMEOUT,
        requestTimeout: REQUEST_TIMEOUT,
        connectionsCheckingInterval: CHECK_INTERVAL,
      },
      (request, response) => front(request, response, () => {}),
    );
    // Whoever asks first whether it may send a body is not invited before it is known to be let in.
    server.on('checkContinue', (request, response) => front(request, response, () => response.writeContinue()));
    server.maxHeadersCount = MAX_HEADERS;
    server.maxConnections = MAX_CONNECTIONS;
    server.setTimeout(IDLE_TIMEOUT);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(toListenError(error, address)));
      server.listen(address.port, address.ip, resolve);
    });
    server.on('error', (error) => components.log.warn({}, `control address: ${error.message}`));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('invariant: a TCP server has an address');
    return new ControlServer(server, `http://${formatAddress({ ip: bound.address, port: bound.port })}`);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }
}

/** @param letIn called before the body of a request is read */
type Front = (request: IncomingMessage, response: ServerResponse, letIn: () => void) => void;

function createFront(components: ControlComponents, options: ControlOptions, access: Access): Front {
  const { daemon, log } = components;
  let app: Promise<RequestListener> | undefined;
  const load = async (): Promise<RequestListener> => (await import('./create-app.ts')).createApp(components, options);
  return (request, response, letIn) => {
    // Not by `URL`, which refuses some paths that a client may send.
    const [path, query = ''] = (request.url ?? '').split('?', 2);
    if (path === '/healthz') {
      if (request.method !== 'GET' && request.method !== 'HEAD') return sendControlRefusal(response, ONLY_GET);
      const mustBeComplete = asksForComplete(query);
      if (mustBeComplete instanceof ControlError) return sendControlRefusal(response, mustBeComplete);
      const { status, body } = health(mustBeComplete, daemon.status());
      return sendControlAnswer(response, status, body);
    }
    const refusal = access.refusal(request);
    if (refusal !== undefined) return sendControlRefusal(response, refusal);
    letIn();
    app ??= load();
    app.then(
      (answer) => answer(request, response),
      (error: unknown) => {
        log.error({}, `the control address can't answer: ${String(error)}`);
        sendControlRefusal(
          response,
          new ControlError('internal', 'the control address could not be loaded; see the log'),
        );
      },
    );
  };
}

const ONLY_GET = new ControlError('method-not-allowed', '/healthz is asked with GET');
