import type { ServerResponse } from 'node:http';
import type { ControlError } from './control-error.ts';

/** Answers with one JSON document and, for those who look at it in a terminal, the end of its line. */
export function sendControlAnswer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(`${JSON.stringify(body)}\n`);
}

/** Tells who is turned away why. What may still come of a body is not read, so nothing can follow it on the connection. */
export function sendControlRefusal(response: ServerResponse, refusal: ControlError): void {
  if (hasBody(response)) response.setHeader('Connection', 'close');
  if (refusal.code === 'unauthorized') response.setHeader('WWW-Authenticate', 'Bearer realm="seedbed"');
  sendControlAnswer(response, refusal.status, refusal);
}

/** Whether something follows the head of the request, or would if it were invited. */
function hasBody({ req: { headers } }: ServerResponse): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': coding, expect } = headers;
  return length !== '0' || coding !== undefined || expect !== undefined;
}
