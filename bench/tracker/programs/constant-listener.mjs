// What a plain listener of Node can do at best: every request is answered with the same bytes.
import { createServer } from 'node:http';

const [, , host, port] = process.argv;
const body = Buffer.alloc(400, 'x'); // as long as an answer with 50 peers
const headers = { 'Content-Type': 'text/plain', 'Content-Length': body.length };
createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(Number(port), host);
