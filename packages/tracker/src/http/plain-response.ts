/** Status 200 for failure reasons too: clients show the text of no other. */
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ';
const CLOSE = '\r\nConnection: close\r\n\r\n';
const KEEP = '\r\nConnection: keep-alive\r\n\r\n';

/** Head and body of an answer as one run of bytes, so that they leave in one packet. */
export function plainResponse(body: Uint8Array, keepAlive: boolean): Uint8Array {
  const head = `${HEAD}${body.length}\r\nDate: ${httpDate()}${keepAlive ? KEEP : CLOSE}`;
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 'latin1');
  bytes.set(body, head.length);
  return bytes;
}

let date = '';
let dateOver = 0;

/** The time in the form of RFC 9110, which wants it in every answer; written anew once a second. */
function httpDate(): string {
  const now = Date.now();
  if (now >= dateOver) {
    date = new Date(now).toUTCString();
    dateOver = now - (now % 1_000) + 1_000;
  }
  return date;
}
