import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import { type Answer, type AnswerAnnounce, type AnswerComponents, answerOrLog } from './answer-announce.ts';
import { sendFaulty } from './send-faulty.ts';

/** What the front hands requests to. */
export interface FrontComponents extends AnswerComponents {
  readonly answerAnnounce: AnswerAnnounce;
  /** Answers everything that is no announce and no scrape. */
  readonly app: RequestListener;
  /** What goes wrong on purpose. */
  readonly faults?: FaultPlan | undefined;
}

/**
 * The listener in front of the Express app. It answers `/scrape`, and announces that `HotConnections` did not take, itself
 * and hands on everything else.
 *
 * Express gives each request and response another prototype before any middleware runs. That alone takes a bare listener
 * from 71,000 to 27,000 kept-alive requests per second (Node 20, one core), and no order of middleware helps: so what comes
 * a million times stands here, and what people look at stands there.
 */
export function createFront(
  components: FrontComponents,
  { requestTimeout }: Pick<TrackerConfig, 'requestTimeout'>,
): RequestListener {
  const { answerAnnounce, app, endpoints, faults } = components;
  return (request, response) => {
    if (hasBody(request)) response.setHeader('Connection', 'close'); // a body is not read, so nothing can follow it
    const [path, query] = splitTarget(request.url ?? '/');
    // HEAD must change nothing (RFC 9110, 9.2.1), and who announces is stored.
    const allowed = path === '/announce' ? ['GET'] : ['GET', 'HEAD'];
    if (!allowed.includes(request.method ?? '')) {
      refuseMethod(request, response, allowed);
      return;
    }
    if (path === '/announce' || path === '/scrape') {
      const body = answer(request, path, query);
      if (body instanceof Promise) void body.then((bytes) => send(response, bytes));
      else send(response, body);
    } else {
      app(request, response);
    }
  };

  function send(response: ServerResponse, body: Uint8Array): void {
    if (body.length > LONG) letGoAfter(LONG_PATIENCE * requestTimeout, response);
    const met = faults?.meet('delay', 'instead', 'body');
    if (met === undefined || met.length === 0) sendBencode(response, body);
    else sendFaulty(response, body, met, sendBencode);
  }

  function answer(request: IncomingMessage, path: '/announce' | '/scrape', query: string): Answer {
    if (path === '/scrape') return answerOrLog(components, query, () => endpoints.scrape(query));
    return answerAnnounce(query, request.socket.remoteAddress ?? '', forwardedFor(request));
  }
}

/** Bytes of an answer that the system does not take at once: scrapes of all torrents. */
const LONG = 64 * 1024;

/** A minute by default. Who takes longer for a long answer keeps it in memory, and there is another one before that. */
const LONG_PATIENCE = 6;

function letGoAfter(time: number, response: ServerResponse): void {
  const impatience = setTimeout(() => response.destroy(), time);
  response.once('close', () => clearTimeout(impatience));
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

function refuseMethod(request: IncomingMessage, response: ServerResponse, allowed: readonly string[]): void {
  response.writeHead(405, { 'Content-Type': 'text/plain', Allow: allowed.join(', '), Connection: 'close' });
  response.end(`${request.method} is not answered here; trackers are asked with GET.\n`);
}
