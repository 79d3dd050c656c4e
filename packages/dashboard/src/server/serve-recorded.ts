import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

/** Sends the events of a run that is over, as they lie in its folder. */
export function serveRecorded(path: string, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('vary', 'accept-encoding');
  const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (isPacked) response.setHeader('content-encoding', 'gzip');
  // There may be far too much to read and pack it for nobody.
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  // Whoever goes away in the middle wants no answer any more; what can't be read ends the answer too early, which it sees.
  const done = (): void => undefined;
  if (isPacked) pipeline(file, createGzip({ level: constants.Z_BEST_SPEED }), response, done);
  else pipeline(file, response, done);
}
