import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage, type RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import type { Dashboard } from '../../src/server/index.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Does something at the end of the test, in order. */
export const afterwards = (close: () => Promise<unknown>): void => {
  closing.push(close);
};

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A real server with the dashboard, and what a client needs of it. */
export interface Served {
  readonly port: number;
  /** The beginning of an answer, whose body the caller reads. */
  open(path: string, options?: RequestOptions & { readonly body?: string }): Promise<IncomingMessage>;
  fetch(path: string, options?: RequestOptions & { readonly body?: string }): Promise<Answer>;
}

export const serve = async (dashboard: Dashboard): Promise<Served> => {
  const server = createServer((request, response) => dashboard.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  afterwards(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const open: Served['open'] = async (path, { body, ...options } = {}) => {
    const request = ask({ host: '127.0.0.1', port, path, agent: false, ...options });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  };
  return {
    port,
    open,
    fetch: async (path, options) => {
      const response = await open(path, options);
      return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
    },
  };
};
