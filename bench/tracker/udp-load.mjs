// Announces over UDP as fast as they are answered, as a program of its own, so that it has a core to itself:
// `node udp-load.mjs '{"ip":"127.0.0.1","port":8000,"torrents":1,"peers":10000,"seconds":3,"form":"tracker"}'`.
// Prints one JSON object. The form `bare` is for a socket that answers anything: what the generator itself can do.
import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeUdpRequest } from '../../packages/protocol/dist/index.js';
import { infoHashOf, peerIdOf } from './load-shape.mjs';

const { ip, port, torrents, peers, seconds, form } = JSON.parse(process.argv[2]);
const SOCKETS = 4;
/** Requests under way on each socket: enough to keep a tracker busy, few enough that no buffer is full. */
const WINDOW = 64;
const PATIENCE = 2_000;
const WARMING = 6_000;

const open = async () => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  await new Promise((resolve) => socket.bind(0, ip, resolve));
  await new Promise((resolve) => socket.connect(port, ip, resolve));
  return socket;
};

/** A connection id of the tracker. */
const connect = (socket) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`udp-load: no answer from ${ip}:${port}`)), PATIENCE);
    socket.once('message', (answer) => {
      clearTimeout(late);
      resolve(answer.subarray(8, 16));
    });
    socket.send(encodeUdpRequest({ type: 'connect', transactionId: 1 }));
  });

/** The announce of the n-th peer of all, one in ten of them a seed. */
const announceOf = (connectionId, n) => {
  const announce = {
    infoHash: infoHashOf(n % torrents),
    peerId: peerIdOf(n),
    port: 1024 + (n % 60_000),
    uploaded: 0,
    downloaded: 0,
    left: n % 10 === 0 ? 0 : 1,
    compact: true,
    noPeerId: true,
    numwant: 50,
  };
  return Buffer.from(encodeUdpRequest({ type: 'announce', connectionId, transactionId: n, announce, urlData: '' }));
};

let answers = 0;
let bytes = 0;

const run = async (which) => {
  const socket = await open();
  const connectionId = form === 'bare' ? new Uint8Array(8) : await connect(socket);
  const requests = [];
  for (let n = which; n < torrents * peers; n += SOCKETS) requests.push(announceOf(connectionId, n));
  let at = 0;
  const next = () => {
    socket.send(requests[at]);
    at = at + 1 === requests.length ? 0 : at + 1;
  };
  let heard = 0;
  socket.on('message', (answer) => {
    heard += 1;
    answers += 1;
    bytes += answer.length;
    next();
  });
  const begin = () => {
    for (let n = 0; n < WINDOW; n += 1) next();
  };
  // A datagram that was lost is not asked for again; only when all are lost does the window begin anew.
  let before = -1;
  setInterval(() => {
    if (heard === before) begin();
    before = heard;
  }, 250);
  begin();
};

await Promise.all(Array.from({ length: SOCKETS }, (_, which) => run(which)));
// Every peer is known before anything is counted; of slow trackers, as many as come in some seconds.
for (const deadline = Date.now() + WARMING; answers < torrents * peers + 1_000 && Date.now() < deadline; )
  await pause(20);
if (answers === 0) throw new Error(`udp-load: no answers from ${ip}:${port}`);
process.send?.('begin');
[answers, bytes] = [0, 0];
const [start, used] = [process.hrtime.bigint(), process.cpuUsage()];
await pause(seconds * 1_000);
const took = Number(process.hrtime.bigint() - start) / 1e9;
const { user, system } = process.cpuUsage(used);
const measured = { answers, perSecond: answers / took, bytes: bytes / answers, busy: (user + system) / 1e6 / took };
process.send?.('end', () => process.send?.(measured, () => process.exit(0)));
if (process.send === undefined) {
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  process.exit(0);
}
