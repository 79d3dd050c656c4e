import { type RequestListener, Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import { ConnectionRoom } from './connection-room.ts';
import { type HotAnswers, HotConnections } from './hot-connections.ts';
import { refuse, refuseSlowRequest } from './refuse.ts';
import { failUnread, refuseTooLong, refuseUnread, type UnreadError } from './refuse-unread.ts';
import { asksTracker, beginsToAsk, headBytes, MAX_HEAD_BYTES } from './request-head.ts';

type Limits = Pick<TrackerConfig, 'maxConnections' | 'requestTimeout' | 'keepAlive'>;

/** Who answers what. */
export interface ServerComponents {
  /** Plain announces, which are nearly everything. */
  readonly hot: HotAnswers;
  /** All else. */
  readonly listener: RequestListener;
  readonly counters: TrackerCounters;
}

/** An HTTP server with a bound on everything that a client can take: bytes, time, connections. Not listening yet. */
export function createHttpServer({ listener, hot, counters }: ServerComponents, limits: Limits): Server {
  const { maxConnections, requestTimeout, keepAlive } = limits;
  const room = new ConnectionRoom(maxConnections);
  const keepingPlace: RequestListener = (request, response) => {
    room.asked(request.socket);
    response.on('close', () => room.answered(request.socket));
    if (headBytes(request) <= MAX_HEAD_BYTES) return listener(request, response);
    refuseTooLong(response);
    if (asksTracker(request)) counters.fail('malformed');
  };
  const server = new TrackerServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: requestTimeout,
      requestTimeout,
      keepAliveTimeout: keepAlive,
      // How often Node looks for requests that take too long.
      connectionsCheckingInterval: Math.max(50, requestTimeout / 4),
      // Nothing here depends on the host, and simple clients leave it out.
      requireHostHeader: false,
    },
    { listener: keepingPlace, hot, counters },
    limits,
    room,
  );
  // All of them are counted, by their bytes; by itself Node reads the first 2,000 and passes over the others.
  server.maxHeadersCount = 0;
  // Who does not read its answer is let go too.
  server.setTimeout(2 * requestTimeout + keepAlive);
  // Who asks first whether it may send a body is answered without one; by itself Node would invite it.
  server.on('checkContinue', keepingPlace);
  server.on('connect', (_request, socket: Socket) => refuse(socket, '405 Method Not Allowed', 'this is no proxy'));
  server.on('clientError', (error: UnreadError, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
    } else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      refuseSlowRequest(socket, requestTimeout);
    } else if (server.asked.has(socket) || beginsToAsk(error.rawPacket)) {
      counters.fail('malformed');
      failUnread(socket, error);
    } else {
      refuseUnread(socket, error);
    }
  });
  return server;
}

/** A server of `node:http` that gets to see only those connections on which something else than plain announces came. */
class TrackerServer extends Server {
  readonly #hot: HotConnections;
  /** Connections whose first packet, which an error in a later one does not show, was the beginning of an announce or a scrape. */
  readonly asked = new WeakSet<Socket>();

  constructor(options: ServerOptions, components: ServerComponents, limits: Limits, room: ConnectionRoom) {
    const { listener, hot: answers, counters } = components;
    super(options, listener);
    const [begin] = this.listeners('connection') as [(socket: Socket) => void]; // what makes it a server of HTTP
    this.removeAllListeners('connection');
    const handOn = (socket: Socket, packet: Buffer): void => {
      if (beginsToAsk(packet)) this.asked.add(socket);
      begin.call(this, socket);
    };
    const hot = new HotConnections(
      { ...answers, handOn, asked: (socket) => room.asked(socket), answered: (socket) => room.answered(socket) },
      limits,
    );
    this.#hot = hot;
    this.on('connection', (socket: Socket) => {
      const place = room.enter(socket);
      if (place !== 'free') counters.droppedConnections += 1;
      if (place === 'none') socket.destroy();
      else hot.accept(socket);
    });
    this.on('listening', () => {
      const check = setInterval(() => hot.closeOverdue(), hot.checkingInterval).unref();
      this.once('close', () => clearInterval(check));
    });
  }

  override close(callback?: (error?: Error) => void): this {
    this.#hot.closeIdle();
    return super.close(callback);
  }

  override closeAllConnections(): void {
    this.#hot.closeAll();
    super.closeAllConnections();
  }
}
