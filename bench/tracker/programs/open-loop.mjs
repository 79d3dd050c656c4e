// Announces at a steady rate, whether they are answered or not: who waits for answers does not see how long the others
// would have waited meanwhile. An announce's time begins when it is due, and ends when the server has closed its connection.
// Its core does nothing else, so it looks at the clock without a pause.
import { connect } from 'node:net';
import { escaped, infoHash } from '../swarms.mjs';

const [host, port, peers, seconds] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));
const RATE = 2_000;
const total = Math.ceil(RATE * seconds);
const PATIENCE_MS = 10_000;

const requestOf = (n) =>
  `GET /announce?info_hash=${escaped(infoHash(0))}&peer_id=-TR3000-${String(n).padStart(12, '0')}&port=${1024 + (n % 60_000)}` +
  `&uploaded=0&downloaded=0&left=${n % 5 === 0 ? 0 : 700_001}&numwant=50&key=1a2b3c4d&compact=1 HTTP/1.1\r\n` +
  'Host: 127.0.0.1\r\nUser-Agent: Transmission/3.00\r\nAccept: */*\r\nConnection: close\r\n\r\n';

const times = [];
const begin = performance.now();
let sent = 0;

const announce = (n, due) => {
  const socket = connect({ host, port, noDelay: true });
  let bytes = 0;
  socket.write(requestOf(n % peers));
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.on('end', () => {
    if (bytes === 0) throw new Error('a connection was closed without an answer');
    times.push(performance.now() - due);
  });
};

const turn = () => {
  const now = performance.now();
  for (; sent < total && begin + (1_000 * sent) / RATE <= now; sent += 1) announce(sent, begin + (1_000 * sent) / RATE);
  if (times.length < total) {
    if (now > begin + 1_000 * seconds + PATIENCE_MS) throw new Error(`${total - times.length} announces got no answer`);
    setImmediate(turn);
    return;
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * total)];
  process.stdout.write(`${JSON.stringify({ p50: at(0.5), p99: at(0.99), max: times.at(-1) })}\n`);
};
turn();
