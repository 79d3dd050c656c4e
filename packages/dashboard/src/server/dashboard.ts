import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { RunHeader } from '../model/run-header.ts';
import { sendError, sendJson } from './answer.ts';
import type { Journal } from './journal.ts';
import { isOwnHost } from './own-host.ts';
import { type Act, serveAction } from './serve-action.ts';
import { headLive, serveLive } from './serve-live.ts';
import { serveRecorded } from './serve-recorded.ts';
import { StaticPage } from './static-page.ts';

/** Scripts, styles and data of this very server, and nothing from anywhere else; in no frame of another page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Pages that follow one run at the same time. */
const MOST_READERS = 64;

export interface DashboardOptions {
  readonly header: RunHeader;
  /** A run that goes on, or the file of one that is over. */
  readonly source: { readonly journal: Journal } | { readonly events: string };
  /** Does what the page asks for; undefined where nothing can be done. */
  readonly act?: Act | undefined;
  /** Whoever acts has to know it. */
  readonly token: string;
  /** The folder of the built page. */
  readonly page?: string;
}

export interface Dashboard {
  /** Answers one request; to be given to an HTTP server. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** The page of one run and what it asks for, for any HTTP server of Node. */
export function createDashboard(options: DashboardOptions): Dashboard {
  const page = new StaticPage(options.page ?? fileURLToPath(new URL('../page/', import.meta.url)));
  /** The oldest first. */
  const readers = new Set<ServerResponse>();

  const serveEvents = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!('journal' in options.source)) {
      return sendError(response, 404, 'this run is over: its events are at /api/events.ndjson');
    }
    if (request.method === 'HEAD') return headLive(response);
    // Reading takes no token, so whoever fills all places must not keep others out. A browser that is cut off comes back
    // by itself and goes on where it was (`Last-Event-ID`); one that is refused would never ask again.
    const [oldest] = readers;
    if (readers.size >= MOST_READERS) oldest?.destroy();
    readers.add(response);
    response.once('close', () => readers.delete(response));
    await serveLive(options.source.journal, request, response);
  };

  const get = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (path === '/api/run') return sendJson(response, 200, options.header);
    if (path === '/api/events') return serveEvents(request, response);
    if (path === '/api/events.ndjson' && 'events' in options.source) {
      return serveRecorded(options.source.events, request, response);
    }
    if (await page.serve(path, request, response)) return;
    if (path === '/') return sendError(response, 503, 'the page has not been built: npm run setup does it');
    sendError(response, 404, 'there is nothing here');
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    const { method, headers, socket } = request;
    if (!isOwnHost(headers.host, socket.localAddress)) {
      return sendError(response, 403, 'use localhost or the address itself; other names are not answered');
    }
    const [path = '/'] = (request.url ?? '/').split('?');
    if (path === '/api/actions') {
      if (method === 'POST') return serveAction(options.act, options.token, request, response);
      response.setHeader('allow', 'POST');
      return sendError(response, 405, 'an action is sent by POST');
    }
    // Node sends no body to whoever asks by HEAD.
    if (method === 'GET' || method === 'HEAD') return get(path, request, response);
    response.setHeader('allow', 'GET, HEAD');
    sendError(response, 405, 'this is to be read by GET or HEAD');
  };

  return {
    handle: (request, response) => {
      answer(request, response).catch((error: unknown) => {
        // A client that goes away in the middle is nothing to speak of; a bug of ours is.
        if (request.destroyed || response.destroyed) return;
        if (response.headersSent) response.destroy();
        else sendError(response, 500, error instanceof Error ? error.message : String(error));
      });
    },
  };
}
