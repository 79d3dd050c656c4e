import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AnswerAnnounce, type AnswerComponents, answerOrLog } from './answer-announce.ts';

/** What the front hands requests to. */
export interface FrontComponents extends AnswerComponents {
  readonly answerAnnounce: AnswerAnnounce;
  /** Answers everything that is no announce and no scrape. */
  readonly app: RequestListener;
}

/**
 * The listener in front of the Express app. It answers `/scrape`, and announces that `HotConnections` did not take, itself
 * and hands on everything else.
 *
 * Express gives each request and response another prototype before any middleware runs. That alone takes a bare listener
 * from 71,000 to 27,000 kept-alive requests per second (Node 20, one core), and no order of middleware helps: so what comes
 * a million times stands here, and what people look at stands there.
 */
export function createFront(components: FrontComponents): RequestListener {
  const { answerAnnounce, app, endpoints } = components;
  return (request, response) => {
    if (hasBody(request)) response.setHeader('Connection', 'close'); // a body is not read, so nothing can follow it
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuseMethod(request, response);
      return;
    }
    const [path, query] = splitTarget(request.url ?? '/');
    if (path === '/announce') {
      sendBencode(response, answerAnnounce(query, request.socket.remoteAddress ?? '', forwardedFor(request)));
    } else if (path === '/scrape') {
      sendBencode(
        response,
        answerOrLog(components, query, () => endpoints.scrape(query)),
      );
    } else {
      app(request, response);
    }
  };
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
