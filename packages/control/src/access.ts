import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PeerAddress } from '@seedbed/protocol';
import { ControlAddressError } from './control-address-error.ts';
import { ControlError } from './control-error.ts';
import { isCrossOrigin } from './is-cross-origin.ts';
import { isLoopback } from './is-loopback.ts';

/** What of a request decides whether it is let in. */
export interface AccessRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Visible ASCII, which is what a header takes; short ones are guessed. */
const TOKEN = /^[\x21-\x7e]{16,256}$/;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Who may use the control address.
 *
 * With a token: whoever knows it. Without one, which is for loopback only: every program on this machine, but no web page
 * that is open in a browser on it. A page can send requests here by a name of its own that leads to 127.0.0.1 (DNS
 * rebinding; then `Host` holds that name) or straight from another site (then the browser says so).
 */
export class Access {
  readonly #token: Buffer | undefined;

  /** @throws ControlAddressError */
  constructor(address: PeerAddress, token: string | undefined) {
    if (token === undefined && !isLoopback(address.ip)) {
      throw new ControlAddressError(
        'token-needed',
        `a control address that others can reach (${address.ip}) needs a token: give --control-token, or use 127.0.0.1`,
      );
    }
    if (token !== undefined && !TOKEN.test(token)) {
      throw new ControlAddressError(
        'weak-token',
        'a control token is 16 to 256 visible ASCII characters; openssl rand -hex 16 makes one',
      );
    }
    this.#token = token === undefined ? undefined : digest(token);
  }

  /** Why a request is turned away, if it is. */
  refusal(request: AccessRequest): ControlError | undefined {
    if (this.#token !== undefined) return isBearer(request.headers, this.#token) ? undefined : UNAUTHORIZED;
    if (!isOurName(request.headers.host)) return FORBIDDEN_HOST;
    return isCrossOrigin(request) ? CROSS_ORIGIN : undefined;
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

function isOurName(host = ''): boolean {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(host) ?? [];
  return plain.toLowerCase() === 'localhost' || isLoopback(bracketed ?? plain);
}
