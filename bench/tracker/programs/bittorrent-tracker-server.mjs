// bittorrent-tracker as its own command starts it, without UDP and WebSockets. Its server alone: the client that the package
// also holds wants WebRTC, a program that would be fetched while it is installed.
import { pathToFileURL } from 'node:url';

const [, , module, host, port] = process.argv;
const { default: Server } = await import(pathToFileURL(module).href);
const server = new Server({ http: true, udp: false, ws: false, stats: false, trustProxy: false });
// A warning of a client that hung up is nothing to end for.
server.on('warning', () => {});
server.listen(Number(port), host);
