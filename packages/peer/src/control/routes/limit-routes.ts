import { ControlError } from '@seedbed/control';
import express, { type Express, type Request } from 'express';
import type { RateLimits } from '../../rate-limits.ts';
import type { ControlledDaemon } from '../controlled-daemon.ts';
import { endpoint } from '../endpoint.ts';
import { findTorrent } from '../find-torrent.ts';
import { readLimits } from '../inputs.ts';
import { sendJson } from '../send-json.ts';
import { limitsView } from '../views.ts';

const MAX_LIMITS_BYTES = 16 * 1024;

/** Of all torrents together, or of one of them. */
interface Limited {
  readonly limits: RateLimits;
  setLimits(limits: Partial<RateLimits>): void;
}

/** `/api/limits` and `/api/torrents/HASH/limits`. */
export function limitRoutes(app: Express, daemon: ControlledDaemon): void {
  // Not `strict`: what is JSON and no object is told so, and not that it is no JSON.
  const json = express.json({ limit: MAX_LIMITS_BYTES, inflate: false, strict: false });
  const routes: readonly (readonly [path: string, of: (request: Request) => Limited])[] = [
    ['/api/limits', () => daemon],
    ['/api/torrents/:infoHash/limits', (request) => findTorrent(daemon, request)],
  ];
  for (const [path, of] of routes) {
    endpoint(app, path, {
      get: (request, response) => sendJson(response, limitsView(of(request).limits)),
      patch: [
        json,
        (request, response) => {
          if (!request.is('application/json')) {
            throw new ControlError('unsupported-type', 'send the limits as JSON, with content-type: application/json');
          }
          const limited = of(request);
          limited.setLimits(readLimits(request.body));
          sendJson(response, limitsView(limited.limits));
        },
      ],
    });
  }
}
