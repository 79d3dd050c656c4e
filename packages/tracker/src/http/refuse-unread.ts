import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { encodeFailure, MAX_QUERY_LENGTH } from '@seedbed/protocol';
import { plainResponse } from './plain-response.ts';
import { refuse } from './refuse.ts';
import { asksTracker, MAX_HEAD_BYTES } from './request-head.ts';

/** What `node:http` says of bytes that became no request. */
export interface UnreadError extends Error {
  readonly code?: string;
  /** What was wrong, in words of its parser. */
  readonly reason?: string;
  readonly rawPacket?: Buffer;
  /** Where in the packet it was found. */
  readonly bytesParsed?: number;
}

/** What is wrong, with the status that says so to whoever reads one. */
type Refusal = readonly [status: string, text: string];

const TOO_LONG: Refusal = [
  '431 Request Header Fields Too Large',
  `a query here has at most ${MAX_QUERY_LENGTH} characters, and a request ${MAX_HEAD_BYTES} bytes with its headers`,
];

/** Answers what became no request as announces and scrapes are answered, and closes. */
export function failUnread(socket: Socket, error: UnreadError): void {
  socket.write(plainResponse(encodeFailure(refusalOf(error)[1]), false));
  socket.destroySoon();
}

/** Answers what became no request and is nothing that trackers are asked, and closes. */
export function refuseUnread(socket: Socket, error: UnreadError): void {
  refuse(socket, ...refusalOf(error));
}

/** Answers a request that was read and is longer than it may be. */
export function refuseTooLong(response: ServerResponse): void {
  const [status, text] = TOO_LONG;
  const asks = asksTracker(response.req);
  const body = asks ? encodeFailure(text) : Buffer.from(`${text}\n`);
  response.writeHead(asks ? 200 : Number.parseInt(status, 10), {
    'Content-Type': 'text/plain',
    'Content-Length': body.length,
    Connection: 'close',
  });
  response.end(body);
}

function refusalOf(error: UnreadError): Refusal {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return TOO_LONG;
    case 'HPE_INVALID_METHOD':
      return unknownMethod(error);
    case 'HPE_INVALID_URL':
      return ['400 Bad Request', 'the URL holds a byte that has to be written as % and two hexadecimal digits'];
    case 'HPE_INVALID_CONSTANT':
      return ['400 Bad Request', 'behind the URL stands HTTP/1.1, and a space in it has to be written as %20'];
    default:
      return ['400 Bad Request', `this is no well-formed HTTP request${error.reason ? `: ${error.reason}` : ''}`];
  }
}

/** Anything may begin like a method: only the rest of the line shows that it is one. */
function unknownMethod({ rawPacket, bytesParsed = 0 }: UnreadError): Refusal {
  const packet = rawPacket?.toString('latin1') ?? '';
  const line = packet.slice(packet.lastIndexOf('\n', bytesParsed) + 1);
  const [, method] = /^([\w!#$%&'*+.^`|~-]{1,32}) [!-~]+ HTTP\/\d\.\d\r?\n/.exec(line) ?? [];
  if (method === undefined) return ['400 Bad Request', 'this is not an HTTP request'];
  return ['501 Not Implemented', `the method ${method} is not known here; trackers are asked with GET`];
}
