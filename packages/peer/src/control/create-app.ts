import { ControlError } from '@seedbed/control';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { EventStreams } from './event-streams.ts';
import { Metrics } from './metrics/metrics.ts';
import type { ControlComponents, ControlOptions } from './open-control.ts';
import { limitRoutes } from './routes/limit-routes.ts';
import { torrentRoutes } from './routes/torrent-routes.ts';
import { watchRoutes } from './routes/watch-routes.ts';
import { sendJson } from './send-json.ts';
import { toControlError } from './to-control-error.ts';

/** Everything of the control address but `/healthz`. Loads Express, prom-client and zod. */
export function createApp(components: ControlComponents, { dir }: ControlOptions): Express {
  const { daemon, events, log } = components;
  const streams = new EventStreams(events);
  const metrics = new Metrics(daemon, streams);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });
  torrentRoutes(app, daemon, dir);
  limitRoutes(app, daemon);
  watchRoutes(app, { streams, metrics });
  app.use((request) => {
    throw new ControlError('not-found', `there is nothing at ${request.path}; docs/control-api.md lists what there is`);
  });
  const fail: ErrorRequestHandler = (error, request, response, next) => {
    const told = toControlError(error);
    if (told.code === 'internal') log.error({}, `the control address: ${error instanceof Error ? error.stack : error}`);
    if (response.headersSent) return next(error);
    // What may still come of a body goes nowhere: a client that is cut off would not see the answer.
    request.resume();
    sendJson(response.status(told.status), told);
  };
  app.use(fail);
  return app;
}
