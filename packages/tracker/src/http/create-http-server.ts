import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerConfig } from '../tracker-config.ts';

/** Bytes of request line and headers: twice the longest query that is answered. */
const MAX_HEADER_BYTES = 16 * 1024;

type Limits = Pick<TrackerConfig, 'maxConnections' | 'requestTimeout' | 'keepAlive'>;

/** An HTTP server with a bound on everything that a client can take: bytes, time, connections. Not listening yet. */
export function createHttpServer(listener: RequestListener, counters: TrackerCounters, limits: Limits): Server {
  const { maxConnections, requestTimeout, keepAlive } = limits;
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: requestTimeout,
      requestTimeout,
      keepAliveTimeout: keepAlive,
      // How often Node looks for requests that take too long.
      connectionsCheckingInterval: Math.max(50, requestTimeout / 4),
      // Nothing here depends on the host, and simple clients leave it out.
      requireHostHeader: false,
    },
    listener,
  );
  server.maxConnections = maxConnections;
  // Who does not read its answer is let go too.
  server.setTimeout(2 * requestTimeout + keepAlive);
  server.on('drop', () => {
    counters.droppedConnections += 1;
  });
  // Who asks first whether it may send a body is answered without one; by itself Node would invite it.
  server.on('checkContinue', listener);
  server.on('connect', (_request, socket: Socket) => refuse(socket, '405 Method Not Allowed', 'this is no proxy'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else if (error.code === 'HPE_HEADER_OVERFLOW') {
      refuse(socket, '431 Request Header Fields Too Large', `a request here has at most ${MAX_HEADER_BYTES} bytes`);
    } else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      refuse(socket, '408 Request Timeout', `a request has to be complete within ${requestTimeout} ms`);
    } else {
      refuse(socket, '400 Bad Request', 'this is not an HTTP request');
    }
  });
  return server;
}

/** Answers what never became a request, and closes. */
function refuse(socket: Socket, status: string, text: string): void {
  // After CONNECT the socket is ours alone, and a reset that nobody listens for would end the process.
  socket.on('error', () => socket.destroy());
  socket.write(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length + 1}\r\nConnection: close\r\n\r\n${text}\n`,
  );
  socket.destroySoon();
}
