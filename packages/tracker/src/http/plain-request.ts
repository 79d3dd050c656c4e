/** An announce that came as nearly all do: by GET, in one packet, with nothing unusual in its headers. */
export interface PlainRequest {
  /** Still escaped. */
  readonly query: string;
  /** Whether the client may ask again on the same connection. */
  readonly keepAlive: boolean;
  /** X-Forwarded-For; several headers joined by commas. */
  readonly forwardedFor: string | undefined;
}

/** One whole request and nothing behind it; names of headers are tokens of RFC 9110, values visible ASCII. */
const REQUEST = /^GET \/announce\?([!-~]*) HTTP\/1\.([01])\r\n((?:[\w!#$%&'*+.^`|~-]+:[ -~\t]*\r\n)*)\r\n$/;

/**
 * Reads what came in one packet, a character a byte; undefined for everything that `node:http` has to look at: other
 * methods and paths, half a request, two of them, a body, an upgrade, anything that is not written as it should be. So
 * this has to know only what it is sure of.
 */
export function readPlainRequest(packet: string): PlainRequest | undefined {
  const match = REQUEST.exec(packet);
  if (match === null) return undefined;
  const [, query = '', minor, headers = ''] = match;
  let keepAlive = minor === '1';
  let forwardedFor: string | undefined;
  for (let at = 0; at < headers.length; at = headers.indexOf('\r\n', at) + 2) {
    const colon = headers.indexOf(':', at);
    switch (headers.slice(at, colon).toLowerCase()) {
      case 'connection': {
        const option = valueAt(headers, colon).toLowerCase();
        if (option !== 'close' && option !== 'keep-alive') return undefined;
        keepAlive = option === 'keep-alive';
        break;
      }
      case 'x-forwarded-for': {
        const value = valueAt(headers, colon);
        forwardedFor = forwardedFor === undefined ? value : `${forwardedFor},${value}`;
        break;
      }
      case 'content-length':
      case 'expect':
      case 'transfer-encoding':
      case 'upgrade':
        return undefined;
    }
  }
  return { query, keepAlive, forwardedFor };
}

function valueAt(headers: string, colon: number): string {
  return headers.slice(colon + 1, headers.indexOf('\r\n', colon)).trim();
}
