import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { Access } from './access.ts';
import { sendControlRefusal } from './send-control-answer.ts';

/** Bounds of what a client can take: bytes of headers, headers, ms. */
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 50;
const HEADERS_TIMEOUT = 10_000;
/** A client that takes nothing of its answer for so long is let go. */
const IDLE_TIMEOUT = 60_000;
/** How often Node looks for requests that take too long. */
const CHECK_INTERVAL = 5_000;

/** Where a control address is, who may use it, and how much at once. */
export interface ControlPlace {
  readonly address: PeerAddress;
  /** What requests have to know; without one the address is on loopback. */
  readonly token: string | undefined;
  readonly maxConnections: number;
  /** How long a request with its body may take to come, ms. */
  readonly requestTimeout: number;
}

/** Who answers at a control address. */
export interface ControlHandlers {
  /** Answers what anybody may ask who can reach the address; false when it is something else. */
  readonly answerAnybody?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Answers who is let in. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Told of what the server had to go on after. */
  readonly onError: (error: Error) => void;
}

/** A control address that listens: lets in who may, tells others why not, and bounds what both can take. */
export class ControlServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @throws ControlAddressError when it would be open to strangers; errors of the system when it can't listen */
  static async open(place: ControlPlace, handlers: ControlHandlers): Promise<ControlServer> {
    const { address, maxConnections, requestTimeout } = place;
    const front = createFront(handlers, new Access(address, place.token));
    const server = createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: Math.min(HEADERS_TIMEOUT, requestTimeout),
        requestTimeout,
        connectionsCheckingInterval: CHECK_INTERVAL,
      },
      (request, response) => front(request, response, () => {}),
    );
    // Whoever asks first whether it may send a body is not invited before it is known to be let in.
    server.on('checkContinue', (request, response) => front(request, response, () => response.writeContinue()));
    server.maxHeadersCount = MAX_HEADERS;
    server.maxConnections = maxConnections;
    server.setTimeout(IDLE_TIMEOUT);
    server.listen(address.port, address.ip);
    await once(server, 'listening');
    server.on('error', handlers.onError);
    const bound = server.address() as AddressInfo; // a server that listens at an address and a port says so by an object
    return new ControlServer(server, `http://${formatAddress({ ip: bound.address, port: bound.port })}`);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** @param letIn called before the body of a request is read */
type Front = (request: IncomingMessage, response: ServerResponse, letIn: () => void) => void;

function createFront({ answerAnybody, answer }: ControlHandlers, access: Access): Front {
  return (request, response, letIn) => {
    if (answerAnybody?.(request, response)) return;
    const refusal = access.refusal(request);
    if (refusal !== undefined) return sendControlRefusal(response, refusal);
    letIn();
    answer(request, response);
  };
}
