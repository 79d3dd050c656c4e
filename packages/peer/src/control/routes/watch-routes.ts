import type { Express } from 'express';
import { endpoint } from '../endpoint.ts';
import type { EventStreams } from '../event-streams.ts';
import { readEventsQuery } from '../inputs.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** `/metrics` and `/api/events`. */
export function watchRoutes(app: Express, { streams, metrics }: { streams: EventStreams; metrics: Metrics }): void {
  endpoint(app, '/metrics', {
    get: async (_request, response) => {
      const text = await metrics.text();
      response.set('Content-Type', metrics.contentType).send(text);
    },
  });
  endpoint(app, '/api/events', {
    get: (request, response) => {
      const { level, torrent } = readEventsQuery(request.query);
      if (request.method === 'HEAD') return void response.type('text/event-stream').end();
      streams.open(response, level, torrent);
    },
  });
}
