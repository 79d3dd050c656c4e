import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { normalizeIp } from '@seedbed/protocol';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { ControlError } from './control-error.ts';

/** Visible ASCII, which is what a header takes; short ones are guessed. */
const TOKEN = /^[\x21-\x7e]{16,256}$/;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isLoopback = (ip: string): boolean => {
  const normal = normalizeIp(ip);
  return normal !== undefined && (normal.startsWith('127.') || normal === '::1');
};

/**
 * Who may use the control address: with a token whoever knows it; without one, on loopback alone, every program of this
 * machine and no web page that is open in a browser on it. The same rules as those of a peer.
 */
export class Access {
  readonly #token: Buffer | undefined;

  /** @throws TrackerUsageError when strangers could come in. */
  constructor(ip: string, token: string | undefined) {
    if (token === undefined && !isLoopback(ip)) {
      throw new TrackerUsageError(
        `a control address that others can reach (${ip}) needs a token: give --control-token, or use 127.0.0.1`,
      );
    }
    if (token !== undefined && !TOKEN.test(token)) {
      throw new TrackerUsageError(
        'a control token is 16 to 256 visible ASCII characters; openssl rand -hex 16 makes one',
      );
    }
    this.#token = token === undefined ? undefined : digest(token);
  }

  /** Why a request is turned away, if it is. */
  refusal(headers: IncomingHttpHeaders): ControlError | undefined {
    if (this.#token !== undefined) return isBearer(headers, this.#token) ? undefined : UNAUTHORIZED;
    if (!isOurName(headers.host)) return FORBIDDEN_HOST;
    return isCrossOrigin(headers) ? CROSS_ORIGIN : undefined;
  }
}

const UNAUTHORIZED = new ControlError('unauthorized', 'send the header "Authorization: Bearer TOKEN" with the token');
const FORBIDDEN_HOST = new ControlError(
  'forbidden-host',
  'use localhost or a loopback address like 127.0.0.1; other names are only answered with a token',
);
const CROSS_ORIGIN = new ControlError('cross-origin', 'the request comes from a page of another site');

/** The digests are compared, so that neither the time nor the length tells anything of the token. */
function isBearer({ authorization = '' }: IncomingHttpHeaders, token: Buffer): boolean {
  const [, given] = /^Bearer +([\x21-\x7e]{1,256})$/i.exec(authorization) ?? [];
  return given !== undefined && timingSafeEqual(digest(given), token);
}

/** A page whose own name leads to 127.0.0.1 says that name. */
function isOurName(host = ''): boolean {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(host) ?? [];
  return plain.toLowerCase() === 'localhost' || isLoopback(bracketed ?? plain);
}

/** Browsers tell where a request comes from. */
function isCrossOrigin({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (origin !== undefined && origin !== `http://${host}`) return true;
  return site === 'cross-site' || site === 'same-site';
}
