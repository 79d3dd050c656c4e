import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import { type AnyPeerStore, StoreAwayError, whyAway } from '../store/remote-peer-store.ts';
import { homePage, statsPage } from './stats-page.ts';
import { type TrackerStats, trackerStats } from './tracker-stats.ts';

/** What the pages show. */
export interface AppComponents {
  readonly store: AnyPeerStore;
  /** Of this process. */
  readonly counters: TrackerCounters;
  /** Of all processes of the tracker. */
  readonly allCounters: () => Promise<TrackerCounters>;
  readonly log: Logger;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** When the tracker started, on the same clock. */
  readonly startedAt: number;
}

const PATHS = '/announce, /scrape, /stats, /stats.json and /healthz';

/** Everything of a tracker that a person looks at: `/`, `/stats`, `/stats.json`, `/healthz`. */
export function createApp({ store, counters, allCounters, log, now, startedAt }: AppComponents): Express {
  const stats = async (): Promise<TrackerStats> => trackerStats(store, await allCounters(), startedAt, now());
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
  app.get('/', (_request, response) => void response.send(homePage()));
  app.get('/healthz', (_request, response) => {
    const away = whyAway(store);
    response
      .status(away === undefined ? 200 : 503)
      .type('text')
      .send(`${away ?? 'ok'}\n`);
  });
  app.get('/stats', async (_request, response) => void response.send(statsPage(await stats())));
  app.get('/stats.json', async (_request, response) => void response.json(await stats()));
  app.use((_request, response) => {
    response.status(404).type('text').send(`There is nothing here. This tracker answers ${PATHS}.\n`);
  });
  const fail: ErrorRequestHandler = (error, request, response, next) => {
    if (error instanceof StoreAwayError && !response.headersSent) {
      response.status(503).type('text').send("The tracker's store is away; /healthz says why.\n");
      return;
    }
    counters.internalErrors += 1;
    log.error({ err: error, url: request.url }, 'a page could not be shown');
    if (response.headersSent) next(error);
    else response.status(500).type('text').send('Internal error of the tracker; its operator finds it in the log.\n');
  };
  app.use(fail);
  return app;
}
