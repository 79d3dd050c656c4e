import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { ListenError, toListenError } from './io/net/listen.ts';
import type { TorrentStatus } from './torrent-status.ts';

const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1';

/** Time for a client to send its request, ms: it is on this machine. */
const REQUEST_TIMEOUT = 5_000;

/**
 * The control address: `GET /healthz` tells how the torrents are doing. Plain `node:http`, so that a daemon starts fast;
 * on loopback only, because it asks for no token.
 */
export class ControlServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @throws ListenError */
  static async open(address: PeerAddress, status: () => readonly TorrentStatus[]): Promise<ControlServer> {
    if (!isLoopback(address.ip)) {
      throw new ListenError(
        'denied',
        `the control address is on loopback, like 127.0.0.1:${address.port}, not ${address.ip}`,
      );
    }
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT }, (request, response) =>
      answer(request, response, status()),
    );
    server.maxHeadersCount = 50;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(toListenError(error, address)));
      server.listen(address.port, address.ip, resolve);
    });
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('invariant: a TCP server has an address');
    return new ControlServer(server, `http://${formatAddress({ ip: bound.address, port: bound.port })}`);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }
}

/** 200, or with `?complete` 503 until every torrent is complete and verified. */
function answer(request: IncomingMessage, response: ServerResponse, torrents: readonly TorrentStatus[]): void {
  // Not by `URL`, which refuses some paths that a client may send.
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  if (path !== '/healthz') return reply(response, 404, { error: 'there is only /healthz here' });
  if (request.method !== 'GET' && request.method !== 'HEAD') return reply(response, 405, { error: 'only GET' });
  const complete = torrents.length > 0 && torrents.every((torrent) => torrent.complete);
  const isHealthy = complete || !new URLSearchParams(query).has('complete');
  reply(response, isHealthy ? 200 : 503, { status: isHealthy ? 'ok' : 'incomplete', complete, torrents });
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
