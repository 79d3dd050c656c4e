import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { PeerStore } from '../store/peer-store.ts';
import { homePage, statsPage } from './stats-page.ts';
import { type TrackerStats, trackerStats } from './tracker-stats.ts';

/** What the pages show. */
export interface AppComponents {
  readonly store: PeerStore;
  readonly counters: TrackerCounters;
  readonly log: Logger;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Where to announce; known once everything listens. */
  readonly urls: () => readonly string[];
}

const PATHS = '/announce, /scrape, /stats, /stats.json and /healthz';

/** Everything of a tracker that a person looks at: `/`, `/stats`, `/stats.json`, `/healthz`. */
export function createApp({ store, counters, log, now, urls }: AppComponents): Express {
  const startedAt = now();
  const stats = (): TrackerStats => trackerStats(store, counters, startedAt, now());
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false); // nothing here takes parameters
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    next();
  });
  app.get('/', (_request, response) => void response.send(homePage(urls())));
  app.get('/healthz', (_request, response) => void response.type('text').send('ok\n'));
  app.get('/stats', (_request, response) => void response.send(statsPage(stats())));
  app.get('/stats.json', (_request, response) => void response.json(stats()));
  app.use((_request, response) => {
    response.status(404).type('text').send(`There is nothing here. This tracker answers ${PATHS}.\n`);
  });
  const fail: ErrorRequestHandler = (error, request, response, next) => {
    counters.internalErrors += 1;
    log.error({ err: error, url: request.url }, 'a page could not be shown');
    if (response.headersSent) next(error);
    else response.status(500).type('text').send('Internal error of the tracker; its operator finds it in the log.\n');
  };
  app.use(fail);
  return app;
}
