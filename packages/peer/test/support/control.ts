import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import type { DaemonOptions } from '@seedbed/peer';
import { daemonAt, type TestDaemon } from './daemons.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array | string;
}

/** One request on a connection of its own; the path goes out as it is. */
export const ask = (base: string, method: string, path: string, { headers, body }: Asking = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(base);
    const sent = request({ host, port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** Sends bytes as they are, and gives all that comes until the server closes. */
export const converse = (base: string, ...parts: readonly (string | Uint8Array)[]): Promise<string> =>
  new Promise((resolve) => {
    const { hostname: host, port } = new URL(base);
    let text = '';
    const socket = connect({ host, port: Number(port) });
    for (const part of parts) socket.write(part);
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    // A server that closes while we still send resets the connection; what it said before counts.
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });

/** The control address as tests talk to it: status and JSON of each answer. */
export interface ControlClient extends TestDaemon {
  readonly base: string;
  /** Folder of the torrents that are added. */
  readonly dir: string;
  get(path: string): Promise<{ status: number; json: unknown }>;
  send(method: string, path: string, json?: unknown): Promise<{ status: number; json: unknown }>;
  /** Adds a torrent. @param query with its question mark */
  add(torrent: Uint8Array, query?: string): Promise<{ status: number; json: unknown }>;
}

/** A daemon with a control address, closed after the test. */
export const controlled = async (ip: string, options: DaemonOptions = {}): Promise<ControlClient> => {
  const dir = temporaryFolder();
  const test = await daemonAt(ip, { control: { ip, port: 0 }, dir, ...options });
  const base = test.daemon.control ?? '';
  const answer = async (method: string, path: string, asking?: Asking) => {
    const { status, text } = await ask(base, method, path, asking);
    return { status, json: JSON.parse(text) as unknown };
  };
  return {
    ...test,
    base,
    dir,
    get: (path) => answer('GET', path),
    send: (method, path, json) =>
      answer(method, path, {
        ...(json !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
      }),
    add: (torrent, query = '') =>
      answer('POST', `/api/torrents${query}`, {
        headers: { 'content-type': 'application/x-bittorrent' },
        body: torrent,
      }),
  };
};
