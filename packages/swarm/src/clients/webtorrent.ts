import { pathToFileURL } from 'node:url';
import type { Client, ClientState } from './client.ts';
import { countIn, objectIn } from './json-value.ts';
import { webtorrentInstallation } from './webtorrent-installation.ts';

/** Runs it on one torrent until it is ended, and tells a few times a second how it is, as JSON. */
const PROGRAM = `
const [module, torrentFile, path, port] = process.argv.slice(1);
const { default: WebTorrent } = await import(module);
const client = new WebTorrent({
  torrentPort: Number(port), dht: false, lsd: false, utPex: false, natUpnp: false, natPmp: false, webSeeds: false,
  // It dials over uTP as well, which takes a native program that is not installed.
  utp: false,
  // By default it makes encrypted connections alone, and never comes again in plain to who does not know them.
  secure: 0,
});
const leave = (error) => {
  if (error !== undefined) console.error(error.message);
  client.destroy(() => process.exit(error === undefined ? 0 : 1));
};
client.on('error', leave);
process.on('SIGTERM', () => leave());
const torrent = client.add(torrentFile, { path });
setInterval(() => {
  if (!torrent.ready) return;
  const have = Buffer.from(torrent.bitfield.buffer).toString('hex');
  console.log(JSON.stringify({ have, complete: torrent.done, uploaded: torrent.uploaded, downloaded: torrent.received }));
}, 200);
`;

const PORT = 6881;
const { node, module } = webtorrentInstallation();
const inNode = (program: string, ...args: readonly string[]): readonly string[] => [
  ...[node, '--input-type=module', '--eval', program],
  ...['--', pathToFileURL(module).href, ...args],
];

/**
 * webtorrent, the client in JavaScript; without WebRTC, among peers of plain TCP. It can't be told an address, but in its
 * network namespace there is only one.
 */
export const webtorrent: Client = {
  installedBy: 'npm run install:webtorrent',
  trial: inNode('await import(process.argv[1])'),
  port: PORT,
  prepare: async ({ torrent, dir }) => inNode(PROGRAM, torrent, dir, String(PORT)),
  ask: async (_job, { lastLine }) => (lastLine === undefined ? undefined : readWebtorrent(JSON.parse(lastLine))),
};

/** A line of the program above. */
export function readWebtorrent(line: unknown): ClientState {
  const { have, complete, uploaded, downloaded } = objectIn(line);
  return {
    have: new Uint8Array(Buffer.from(typeof have === 'string' ? have : '', 'hex')),
    isComplete: complete === true,
    uploaded: countIn(uploaded),
    downloaded: countIn(downloaded),
  };
}
