import { type ClientRequest, get as httpGet, type IncomingMessage, type RequestOptions } from 'node:http';
import { isIPv6 } from 'node:net';
import { PEER_ID_PREFIX, withoutControls } from '@seedbed/protocol';
import { readHttpBody } from './http-body.ts';
import { redirectTarget } from './redirect-target.ts';
import type { TrackerTap } from './tracker-tap.ts';
import { hostOf } from './tracker-url.ts';
import { isOfOtherFamily, noAnswerWithin, noReachableAddress, Unanswered } from './unanswered.ts';

export interface HttpGetOptions {
  /** The address that requests leave from: a tracker takes a peer's address from its socket. */
  readonly localAddress: string | undefined;
  /** Time to connect, ms. */
  readonly connectTimeout: number;
  /** Bytes of an answer at most. */
  readonly maxAnswer: number;
  readonly tap?: TrackerTap;
}

/** As many as browsers of old followed; trackers that move do it in one. */
const MAX_REDIRECTS = 5;
const REDIRECTS: readonly (number | undefined)[] = [301, 302, 303, 307, 308];

/** `-SE0100-` as a name and a version that people and log files can read. */
const userAgent = `Seedbed/${PEER_ID_PREFIX.slice(3, -1)}`;

/**
 * Fetches a URL with `node:http`: `fetch` can't leave from an address of choice. Redirects are followed, all within the
 * one `timeout` (ms).
 *
 * @throws Unanswered, or what the socket says
 */
export const getOverHttp = async (
  url: URL,
  options: HttpGetOptions,
  timeout: number,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const limit = new AbortController();
  const giveUp = (): void => limit.abort(new Unanswered('given up'));
  const answering = setTimeout(() => limit.abort(new Unanswered(noAnswerWithin(timeout))), timeout);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await followed(url, options, limit.signal);
  } catch (error) {
    // Whatever broke when the limit was reached, the limit is why.
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    clearTimeout(answering);
    signal.removeEventListener('abort', giveUp);
  }
};

const followed = async (url: URL, options: HttpGetOptions, signal: AbortSignal): Promise<Uint8Array> => {
  let target = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await responseOf(target, options, signal);
    try {
      const { statusCode, headers } = response;
      // Trackers tell failures in a dictionary with status 200 (BEP 3); anything else is not one's answer.
      if (statusCode === 200) return await bodyOf(response, options);
      if (!REDIRECTS.includes(statusCode) || headers.location === undefined) throw new Unanswered(statusText(response));
      target = redirectTarget(target, headers.location);
    } finally {
      response.destroy();
    }
  }
  throw new Unanswered(`the tracker redirects more than ${MAX_REDIRECTS} times`);
};

const bodyOf = async (response: IncomingMessage, { maxAnswer, tap }: HttpGetOptions): Promise<Uint8Array> => {
  const body = await readHttpBody(response, maxAnswer);
  tap?.httpBody(body);
  return body;
};

/** The head of an answer; its body is still to come. */
const responseOf = async (
  url: URL,
  { localAddress, connectTimeout, tap }: HttpGetOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> => {
  if (localAddress !== undefined && isOfOtherFamily(hostOf(url), localAddress)) {
    throw new Unanswered(noReachableAddress(localAddress));
  }
  // `https` is loaded only by those who need it: TLS is a large part of Node.
  const get = url.protocol === 'https:' ? (await import('node:https')).get : httpGet;
  return new Promise((resolve, reject) => {
    const request = get({
      ...requestOf(url),
      ...(localAddress !== undefined && { localAddress, family: isIPv6(localAddress) ? 6 : 4 }),
      agent: false,
      signal,
      headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', connection: 'close' },
    });
    tap?.httpRequest(requestHead(request));
    const connecting = setTimeout(
      () => request.destroy(new Unanswered(`no connection within ${connectTimeout / 1000} s`)),
      connectTimeout,
    );
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    request.on('socket', (socket) => socket.once(connected, () => clearTimeout(connecting)));
    request.on('error', reject);
    request.on('close', () => {
      clearTimeout(connecting);
      // After an answer or an error this changes nothing.
      reject(new Unanswered('the connection was closed before the answer was complete'));
    });
    request.on('response', (response) => {
      tap?.httpAnswer(answerHead(response));
      resolve(response);
    });
  });
};

const requestHead = (request: ClientRequest): string[] => [
  `${request.method} ${request.path} HTTP/1.1`,
  ...request.getRawHeaderNames().map((name) => `${name}: ${request.getHeader(name)}`),
];

const answerHead = ({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string[] => [
  `HTTP/${httpVersion} ${statusCode} ${statusMessage}`,
  ...rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : [])),
];

const requestOf = (url: URL): RequestOptions => ({
  protocol: url.protocol,
  hostname: hostOf(url),
  path: `${url.pathname}${url.search}`,
  ...(url.port !== '' && { port: url.port }),
  ...(url.username !== '' && { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
});

const statusText = ({ statusCode, statusMessage = '' }: IncomingMessage): string =>
  `the tracker answered ${statusCode} ${withoutControls(statusMessage.slice(0, 100), ' ')}`.trimEnd();
