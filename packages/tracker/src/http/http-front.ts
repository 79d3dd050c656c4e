import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import { clientIp } from './client-ip.ts';
import type { TrackerEndpoints } from './tracker-endpoints.ts';

/** What the front hands requests to. */
export interface FrontComponents {
  readonly endpoints: TrackerEndpoints;
  /** Answers everything that is no announce and no scrape. */
  readonly app: RequestListener;
  readonly counters: TrackerCounters;
  readonly log: Logger;
}

/**
 * The listener in front of the Express app. It answers `/announce` and `/scrape` itself and hands on everything else.
 *
 * Express gives each request and response another prototype before any middleware runs. That alone takes a bare listener
 * from 71,000 to 27,000 kept-alive requests per second (Node 20, one core), and no order of middleware helps: so what comes
 * a million times stands here, and what people look at stands there.
 */
export function createFront({ endpoints, app, counters, log }: FrontComponents, trustProxy: number): RequestListener {
  return (request, response) => {
    if (hasBody(request)) response.setHeader('Connection', 'close'); // a body is not read, so nothing can follow it
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuseMethod(request, response);
      return;
    }
    const [path, query] = splitTarget(request.url ?? '/');
    if (path === '/announce' || path === '/scrape') {
      const body = answer(request, path, query);
      if (body instanceof Promise) sendLater(request, response, body);
      else sendBencode(response, body);
    } else {
      app(request, response);
    }
  };

  function answer(
    request: IncomingMessage,
    path: '/announce' | '/scrape',
    query: string,
  ): Uint8Array | Promise<Uint8Array> {
    try {
      return ask(request, path, query);
    } catch (error) {
      return excuse(request, error);
    }
  }

  function sendLater(request: IncomingMessage, response: ServerResponse, body: Promise<Uint8Array>): void {
    void body.then(
      (bytes) => sendBencode(response, bytes),
      (error: unknown) => sendBencode(response, excuse(request, error)),
    );
  }

  function ask(
    request: IncomingMessage,
    path: '/announce' | '/scrape',
    query: string,
  ): Uint8Array | Promise<Uint8Array> {
    if (path === '/scrape') return endpoints.scrape(query);
    const ip = clientIp(request.socket.remoteAddress ?? '', forwardedFor(request), trustProxy);
    if (ip === undefined) return endpoints.failure('the proxy in front of this tracker did not say where you are');
    return endpoints.announce(query, ip);
  }

  function excuse(request: IncomingMessage, error: unknown): Uint8Array {
    counters.internalErrors += 1;
    log.error({ err: error, url: request.url }, 'a request could not be answered');
    return endpoints.failure('internal error of the tracker; its operator finds it in the log');
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function forwardedFor({ headers }: IncomingMessage): string | undefined {
  const header = headers['x-forwarded-for'];
  return Array.isArray(header) ? header.join(',') : header;
}

/** Path and raw query of a request target; RFC 9112 wants `http://host/path` to be taken too. */
function splitTarget(target: string): readonly [path: string, query: string] {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = origin.indexOf('?');
  return mark === -1 ? [origin, ''] : [origin.slice(0, mark), origin.slice(mark + 1)];
}

/** Status 200 for failure reasons too: clients show the text of no other. */
function sendBencode(response: ServerResponse, body: Uint8Array): void {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': body.length });
  response.end(body);
}

function refuseMethod(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(405, { 'Content-Type': 'text/plain', Allow: 'GET, HEAD', Connection: 'close' });
  response.end(`${request.method} is not answered here; trackers are asked with GET.\n`);
}
