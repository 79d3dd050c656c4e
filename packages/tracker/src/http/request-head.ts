import type { IncomingMessage } from 'node:http';

/** Bytes of request line and headers at most: twice the longest query that is answered. */
export const MAX_HEAD_BYTES: number = 16 * 1024;

const ASKING = /^\/(announce|scrape)\?/;

/** Whether it is an announce or a scrape: then a client shows the text of a failure reason, and of no other answer. */
export function asksTracker({ url = '' }: IncomingMessage): boolean {
  return ASKING.test(url);
}

/** The same of a packet that could not be read to its end. */
export function beginsToAsk(packet: Buffer | undefined): boolean {
  const begin = packet?.toString('latin1', 0, 16) ?? '';
  return begin.startsWith('GET ') && ASKING.test(begin.slice(4));
}

/** Bytes of request line and headers as clients write them. `node:http` bounds names and values alone, whatever is between. */
export function headBytes({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  const line = `${method} ${url} HTTP/1.1\r\n`;
  // Names and values in turn: behind the one comes ": ", behind the other the end of the line.
  return rawHeaders.reduce((bytes, text) => bytes + text.length + 2, line.length) + 2;
}
