import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import type { AnnounceRequest, PeerAddress } from '@seedbed/protocol';
import { type DecodedAnnounce, decodeAnnounceAnswer, encodeAnnounceQuery } from '@seedbed/protocol';
import { requestOf } from './swarm-fixtures.ts';

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How to ask, where it matters. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Address of our own to come from. */
  readonly from?: string;
}

/** One request on a connection of its own; the path goes out as it is. */
export function ask(server: PeerAddress, path: string, { method, headers, body, from }: Asking = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { ip: host, port } = server;
    const local = from === undefined ? {} : { localAddress: from };
    const sent = request({ host, port, path, method, headers, agent: false, ...local }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Announces as the n-th peer and reads the answer. */
export async function announceTo(
  server: PeerAddress,
  n: number,
  changes: Partial<AnnounceRequest> = {},
  asking: Asking = {},
): Promise<DecodedAnnounce> {
  const { body } = await ask(server, `/announce?${encodeAnnounceQuery(requestOf(n, changes))}`, asking);
  return decodeAnnounceAnswer(body);
}

/** Sends pieces of bytes one after another, and gives all that comes until the server closes. */
export function converse(server: PeerAddress, ...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: server.ip, port: server.port, noDelay: true }, () => sendFrom(0));
    const sendFrom = (i: number): void => {
      const piece = pieces[i];
      // Each piece leaves alone: the next one waits until this one is with the kernel, and for one turn of the loop.
      if (piece !== undefined) socket.write(piece, () => setImmediate(sendFrom, i + 1));
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that closes while we still send resets the connection; what it said before counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
