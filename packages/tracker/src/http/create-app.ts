import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import { type AnyPeerStore, StoreAwayError } from '../store/remote-peer-store.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import { homePage } from './home-page.ts';
import type { Metrics } from './metrics/metrics.ts';
import { reachedAt } from './reached-at.ts';
import { statsPage } from './stats-page.ts';
import { type TrackerStats, trackerStats } from './tracker-stats.ts';

/** What the pages show. */
export interface AppComponents {
  readonly store: AnyPeerStore;
  /** Of this process. */
  readonly counters: TrackerCounters;
  /** Of all processes of the tracker. */
  readonly figures: () => Promise<TrackerFigures>;
  readonly log: Logger;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** When the tracker started, on the same clock. */
  readonly startedAt: number;
  /** Where to announce; known once everything listens. */
  readonly urls: () => readonly string[];
  /** Whether it listens at every address: then the page names the host that it was asked for by. */
  readonly isEverywhere: boolean;
}

const PATHS = '/, /announce, /scrape, /stats, /stats.json, /healthz and /metrics';

/** Everything of a tracker that a person or a monitor looks at: `/`, `/stats`, `/stats.json`, `/healthz`, `/metrics`. */
export function createApp(components: AppComponents): Express {
  const { store, counters, figures, log, now, startedAt, urls, isEverywhere } = components;
  const stats = async (): Promise<TrackerStats> => trackerStats(store, (await figures()).counters, startedAt, now());
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false); // nothing here takes parameters
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    next();
  });
  app.get('/', async (request, response) => {
    const shown = isEverywhere ? urls().map((url) => reachedAt(url, request.headers.host)) : urls();
    response.send(homePage(shown, await stats()));
  });
  app.get('/healthz', (_request, response) => {
    const trouble = store.trouble?.();
    response
      .status(trouble === undefined ? 200 : 503)
      .type('text')
      .send(`${trouble ?? 'ok'}\n`);
  });
  app.get('/stats', async (_request, response) => void response.send(statsPage(await stats())));
  app.get('/stats.json', async (_request, response) => void response.json(await stats()));
  let metrics: Promise<Metrics> | undefined;
  app.get('/metrics', async (_request, response) => {
    // prom-client is loaded by the first one who asks: a tracker that nobody watches does without it.
    metrics ??= import('./metrics/metrics.ts').then((loaded) => new loaded.Metrics(components));
    const { contentType, text } = await (await metrics).read();
    response.set('Content-Type', contentType).send(text);
  });
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
