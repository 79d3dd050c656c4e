import { get as httpGet, type IncomingMessage, type RequestOptions } from 'node:http';
import { isIPv6 } from 'node:net';
import { type AnnounceRequest, decodeAnnounceAnswer, encodeAnnounceQuery, PEER_ID_PREFIX } from '@seedbed/protocol';
import { socketErrorText } from '../net/socket-error-text.ts';
import { systemCode } from '../storage/storage-error.ts';
import type { AnnounceOutcome, TrackerClient } from './tracker-client.ts';

export interface HttpTrackerOptions {
  /** The address that announces leave from: a tracker takes a peer's address from its socket. */
  readonly localAddress: string | undefined;
  /** Time to connect, ms. Default 10 s. */
  readonly connectTimeout?: number;
  /** Bytes of an answer. Default 1 MiB; 200 peers in the long form are 20 KiB. */
  readonly maxAnswer?: number;
}

const CONNECT_TIMEOUT = 10_000;
const MAX_ANSWER = 1024 * 1024;

/** Why there is no answer; the text is for the user. */
class Unanswered extends Error {}

/**
 * Announces over HTTP (BEP 3) with `node:http`: `fetch` can't leave from an address of choice. Compression is not asked
 * for, so an answer takes no more memory than it has bytes.
 */
export class HttpTrackerClient implements TrackerClient {
  readonly #options: HttpTrackerOptions;

  constructor(options: HttpTrackerOptions) {
    this.#options = options;
  }

  async announce(url: URL, request: AnnounceRequest, timeout: number, signal: AbortSignal): Promise<AnnounceOutcome> {
    try {
      const decoded = decodeAnnounceAnswer(
        await this.#get(withQuery(url, encodeAnnounceQuery(request)), timeout, signal),
      );
      return decoded.ok ? decoded : { ok: false, reason: decoded.failure };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { ok: false, reason: reasonOf(error) };
    }
  }

  async #get(target: RequestOptions, timeout: number, signal: AbortSignal): Promise<Uint8Array> {
    // `https` is loaded only by those who need it: TLS is a large part of Node.
    const get = target.protocol === 'https:' ? (await import('node:https')).get : httpGet;
    const { localAddress, connectTimeout = CONNECT_TIMEOUT, maxAnswer = MAX_ANSWER } = this.#options;
    return new Promise((resolve, reject) => {
      const request = get({
        ...target,
        ...(localAddress !== undefined && { localAddress, family: isIPv6(localAddress) ? 6 : 4 }),
        agent: false,
        signal,
        headers: { 'user-agent': userAgent, 'accept-encoding': 'identity' },
      });
      const giveUp = (text: string) => (): void => {
        request.destroy(new Unanswered(text));
      };
      const connecting = setTimeout(giveUp(`no connection within ${connectTimeout / 1000} s`), connectTimeout);
      const answering = setTimeout(giveUp(`no answer within ${timeout / 1000} s`), timeout);
      request.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)));
      request.on('error', reject);
      request.on('close', () => {
        clearTimeout(connecting);
        clearTimeout(answering);
        // After an answer or an error this changes nothing.
        reject(new Unanswered('the connection was closed before the answer was complete'));
      });
      request.on('response', (response) => {
        readBody(response, maxAnswer).then(resolve, (error: Error) => {
          request.destroy();
          reject(error);
        });
      });
    });
  }
}

const reasonOf = (error: Error): string => {
  if (error instanceof Unanswered) return error.message;
  return systemCode(error)?.startsWith('HPE_') ? 'its answer is not HTTP' : socketErrorText(error);
};

/** `-SE0100-` as a name and a version that people and log files can read. */
const userAgent = `Seedbed/${PEER_ID_PREFIX.slice(3, -1)}`;

/** The URL of a tracker may have a query of its own, for example a passkey; it comes first, as it stands. */
function withQuery(url: URL, query: string): RequestOptions {
  const path = `${url.pathname}${url.search === '' ? '?' : `${url.search}&`}${query}`;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const auth =
    url.username === '' ? {} : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` };
  return { protocol: url.protocol, hostname, path, ...(url.port !== '' && { port: url.port }), ...auth };
}

async function readBody(response: IncomingMessage, maxAnswer: number): Promise<Uint8Array> {
  const { statusCode, statusMessage } = response;
  // Trackers tell failures in a dictionary with status 200 (BEP 3); anything else is not one's answer.
  if (statusCode !== 200) throw new Unanswered(`the tracker answered ${statusCode} ${statusMessage ?? ''}`.trimEnd());
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxAnswer) throw new Unanswered(`the tracker's answer is longer than ${maxAnswer} bytes`);
    parts.push(part);
  }
  if (!response.complete) throw new Unanswered('the connection was closed before the answer was complete');
  return Buffer.concat(parts, length);
}
