// Runs webtorrent on one torrent until it is asked to stop: webtorrent-peer.mjs MODULE TORRENT DIR SECURE
// MODULE is the file to import it from: it is no dependency of this project.
import { pathToFileURL } from 'node:url';

const [, , module, torrentFile, path, secure] = process.argv;
const { default: WebTorrent } = await import(pathToFileURL(module).href);

// It can't be told an address: it listens on all of them, and dials and announces from whichever the system picks.
const client = new WebTorrent({
  dht: false,
  lsd: false,
  utPex: false,
  natUpnp: false,
  natPmp: false,
  webSeeds: false,
  secure: Number(secure),
});

const leave = (error) => {
  if (error !== undefined) console.error(error.message);
  client.destroy(() => process.exit(error === undefined ? 0 : 1));
};
client.on('error', leave);
process.on('SIGTERM', () => leave());

const torrent = client.add(torrentFile, { path });
torrent.on('warning', (warning) => console.log(`warning: ${warning.message ?? warning}`));
torrent.on('done', () => console.log('complete'));
const telling = setInterval(() => {
  const percent = Math.floor(torrent.progress * 100);
  if (torrent.done) clearInterval(telling);
  else console.log(`${percent} % of ${torrent.numPeers} peers`);
}, 250);
