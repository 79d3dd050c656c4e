// bittorrent-tracker as its own command starts it, without UDP and WebSockets.
import { pathToFileURL } from 'node:url';

const [, , module, host, port] = process.argv;
const { Server } = await import(pathToFileURL(module).href);
const server = new Server({ http: true, udp: false, ws: false, stats: false, trustProxy: false });
// A warning of a client that hung up is nothing to end for.
server.on('warning', () => {});
server.listen(Number(port), host);
