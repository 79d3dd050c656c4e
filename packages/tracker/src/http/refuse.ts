import type { Socket } from 'node:net';

/** Answers what never became a request, and closes. */
export function refuse(socket: Socket, status: string, text: string): void {
  // After CONNECT the socket is ours alone, and a reset that nobody listens for would end the process.
  socket.on('error', () => socket.destroy());
  socket.write(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length + 1}\r\nConnection: close\r\n\r\n${text}\n`,
  );
  socket.destroySoon();
}

/** @param timeout ms that a client has for its request. */
export function refuseSlowRequest(socket: Socket, timeout: number): void {
  refuse(socket, '408 Request Timeout', `a request has to be complete within ${timeout} ms`);
}
