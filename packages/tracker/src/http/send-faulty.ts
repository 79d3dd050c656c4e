import type { ServerResponse } from 'node:http';
import type { Fault } from '../faults/fault.ts';

/**
 * Sends an answer in the way of the faults that it meets: each one that changes bytes does so, then the longest delay goes
 * by, and then the answer leaves, or whatever takes its place.
 */
export function sendFaulty(
  response: ServerResponse,
  body: Uint8Array,
  faults: readonly Fault[],
  send: (response: ServerResponse, body: Uint8Array) => void,
): void {
  const changed = faults.reduce((bytes, { body: change }) => change?.(bytes) ?? bytes, body);
  const instead = faults.find((fault) => fault.instead !== undefined)?.instead;
  const delay = Math.max(0, ...faults.map((fault) => fault.delay ?? 0));
  const leave = (): void => {
    if (instead === 'close') response.socket?.destroy();
    else if (instead === 'status-500') sendStatus500(response);
    else send(response, changed);
  };
  if (delay === 0) return leave();
  const timer = setTimeout(leave, delay);
  // Who has gone meanwhile gets nothing, and a tracker that closes does not wait for it.
  response.once('close', () => clearTimeout(timer));
}

function sendStatus500(response: ServerResponse): void {
  const page = '<!doctype html><title>500</title><h1>Internal Server Error</h1>\n';
  response.writeHead(500, { 'Content-Type': 'text/html', 'Content-Length': page.length });
  response.end(page);
}
