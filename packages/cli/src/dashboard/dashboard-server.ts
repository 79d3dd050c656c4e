import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type Dashboard, type OpenTo, openTo } from '@seedbed/dashboard';
import { type Endpoint, formatEndpoint } from '@seedbed/settings';

/** How long readers have to take what is left, ms: a run does not wait for a page. */
const GRACE_MS = 1_000;

/** An HTTP server for one dashboard after another. */
export class DashboardServer {
  readonly #server: Server;
  #current: Dashboard | undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      if (this.#current !== undefined) this.#current.handle(request, response);
      else response.writeHead(503, { 'retry-after': '1' }).end();
    });
    // Somebody who opens a connection and says nothing holds nothing up.
    this.#server.headersTimeout = 10_000;
    this.#server.requestTimeout = 30_000;
    this.#server.maxConnections = 256;
  }

  /** @throws the error of the system when it can't listen there */
  static async listen({ ip, port }: Endpoint): Promise<DashboardServer> {
    const server = new DashboardServer();
    server.#server.listen(port, ip);
    await once(server.#server, 'listening');
    return server;
  }

  /** Where people open it; the token is behind the `#`, so that no request and no log holds it. */
  url(token?: string): string {
    return this.#urlOf(this.#openTo.own, token);
  }

  /** Where others can reach it too, a line that says what they can do. */
  warning(token?: string): string[] {
    const { others, isPrivate } = this.#openTo;
    if (isPrivate) return [];
    const where = others === undefined ? '' : `others find it at ${this.#urlOf(others, token)}; `;
    const what = token === undefined ? 'can see the run' : 'who has this link can act on the run';
    return [`${where}everybody in the network ${what}`];
  }

  get #openTo(): OpenTo {
    return openTo((this.#server.address() as AddressInfo).address, networkInterfaces());
  }

  #urlOf(ip: string, token: string | undefined): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${formatEndpoint({ ip, port })}/${token === undefined ? '' : `#token=${token}`}`;
  }

  show(dashboard: Dashboard): void {
    this.#current = dashboard;
  }

  /** Resolves when nobody is connected any more, which is soon. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    const late = setTimeout(() => this.#server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(late);
  }
}
