// Records the run that the guided tour of the dashboard shows, anew: `node scripts/record-tour.mjs`.
//
// A tracker, a seed and five leeches in one process, over real sockets on loopback, with slow links so that there is time
// to see something. All is written into `packages/dashboard/tour/recording`: the torrent, what went over the wire to and from the tracker, the
// header of the run, its events with the traces of decisions and of the wire.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { createTorrent, now, startDaemon } from '@seedbed/peer';
import { parseMetainfo } from '@seedbed/protocol';
import { startTracker, trackerConfig } from '@seedbed/tracker';

const LEECHES = 5;
const PIECES = 16;
const PIECE_LENGTH = 32 * 1024;
const UPLOAD = 96 * 1024;
/** A leech comes so long after the one before, ms, so that the first steps can be told one by one. */
const BETWEEN_ARRIVALS = 700;
const AFTER_THE_END = 3_000;
/** All of it on an address of its own, so that nothing that runs already is in the way. */
const HOST = '127.77.0.1';

const target = new URL('../packages/dashboard/tour/recording/', import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'seedbed-tour-'));

/** Text that says where it is, so that people recognize it in the bytes of a block. */
const line = (i) => `line ${String(i).padStart(5, '0')} of the tour's content\n`;
const content = Array.from({ length: Math.ceil((PIECES * PIECE_LENGTH) / line(0).length) }, (_, i) => line(i))
  .join('')
  .slice(0, PIECES * PIECE_LENGTH);

/** Stands before the tracker and keeps the bytes of both sides, an exchange for each connection. */
const listenBefore = (port) => {
  const exchanges = [];
  const server = createServer((client) => {
    const exchange = { t: now(), request: [], answer: [] };
    exchanges.push(exchange);
    // From the peer's own address: that is what the tracker hands out.
    const upstream = connect({ port, host: HOST, localAddress: client.remoteAddress });
    const both = (from, to, into) => {
      from.on('data', (bytes) => {
        into.push(bytes);
        to.write(bytes);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
    };
    both(client, upstream, exchange.request);
    both(upstream, client, exchange.answer);
  });
  return new Promise((resolve) => server.listen(8000, HOST, () => resolve({ server, exchanges })));
};

const events = [];
const sink = { emit: (event) => events.push(event) };
const started = now();
const tracker = await startTracker(
  trackerConfig({ http: { ip: HOST, port: 0 }, udp: undefined, interval: 60_000, minInterval: 2_000 }),
  { events: sink },
);
const { server, exchanges } = await listenBefore(tracker.address.port);

await mkdir(join(folder, 'seed-1'));
const file = join(folder, 'seed-1', 'tour.txt');
await writeFile(file, content);
const torrent = await createTorrent(file, {
  announceTiers: [[`http://${HOST}:8000/announce`]],
  pieceLength: PIECE_LENGTH,
  comment: 'the content of the guided tour',
});
const sha1 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));
const hashes = new Map();
// The parser asks for the hash at once, so it is made before: of every part that could be the info dictionary, the one.
const infoStart = Buffer.from(torrent).indexOf('4:info') + 6;
const info = torrent.subarray(infoStart, torrent.length - 1);
hashes.set(info.length, await sha1(info));
const metainfo = parseMetainfo(torrent, (bytes) => {
  const hash = hashes.get(bytes.length);
  if (hash === undefined) throw new Error('the info dictionary is not the last value of the torrent');
  return hash;
});

const daemons = [];
const join_ = async (name, options) => {
  const dir = join(folder, name);
  await mkdir(dir, { recursive: true });
  const daemon = await startDaemon({
    name,
    listen: { ip: `127.77.0.${daemons.length + 2}`, port: 6881 },
    uploadLimit: UPLOAD,
    engine: {
      eventLevel: 'block',
      traceDecisions: true,
      uploadSlots: 3,
      chokeInterval: 2_000,
      optimisticInterval: 6_000,
    },
    events: sink,
    traceWire: true,
  });
  daemons.push(daemon);
  return { name, handle: await daemon.add(metainfo, { dir, ...options }) };
};

await join_('seed-1', { readOnly: true });
const complete = [];
for (let i = 1; i <= LEECHES; i += 1) {
  await pass(BETWEEN_ARRIVALS);
  const { handle } = await join_(`leech-${i}`, {});
  complete.push(new Promise((resolve) => handle.once('complete', resolve)));
}
await Promise.all(complete);
await pass(AFTER_THE_END);
for (const daemon of daemons.toReversed()) await daemon.close();
server.close();
await tracker.close();
await rm(folder, { recursive: true });

events.sort((a, b) => a.t - b.t);
const hexOf = (parts) => Buffer.concat(parts).toString('hex');
const perPeer = { upload: UPLOAD };
const header = {
  name: 'guided tour',
  startedAt: started,
  live: false,
  content: { length: content.length, pieceLength: PIECE_LENGTH, pieces: PIECES },
  peers: [
    { name: 'seed-1', group: 'seed', role: 'seed', client: 'seedbed', ...perPeer },
    ...Array.from({ length: LEECHES }, (_, i) => ({
      name: `leech-${i + 1}`,
      group: 'leech',
      role: 'leech',
      client: 'seedbed',
      ...perPeer,
    })),
  ],
  bound: { applies: false, why: 'the leeches arrive one after another' },
  timeline: [],
  eventLevel: 'block',
  actions: false,
};
const shorter = ({ t, ...event }) => JSON.stringify({ ...event, t: Math.round(t * 1_000) / 1_000 });
await mkdir(target, { recursive: true });
await writeFile(new URL('events.ndjson', target), events.map((event) => `${shorter(event)}\n`).join(''));
await writeFile(new URL('run.json', target), `${JSON.stringify(header, null, 2)}\n`);
await writeFile(new URL('tour.torrent', target), torrent);
await writeFile(
  new URL('announces.json', target),
  `${JSON.stringify(
    exchanges.map(({ t, request, answer }) => ({ t, request: hexOf(request), answer: hexOf(answer) })),
    null,
    2,
  )}\n`,
);
process.stdout.write(`${events.length} events in ${((now() - started) / 1_000).toFixed(1)} s\n`);
