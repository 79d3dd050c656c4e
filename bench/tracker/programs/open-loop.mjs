// Announces at a steady rate, whether they are answered or not: who waits for answers does not see how long the others
// would have waited meanwhile. An announce's time begins when it is due, and ends when the server has closed its connection.
// Its core shall do nothing else, so it looks at the clock without a pause. When the system did not let it, what was under way
// or due meanwhile says nothing of the server: such announces are sent, counted and not judged.
import { connect } from 'node:net';
import { escaped, infoHash } from '../swarms.mjs';

const [host, port, peers, seconds] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));
const RATE = 2_000;
const total = Math.ceil(RATE * seconds);
const PATIENCE_MS = 10_000;
/** Time that the generator was ready to run and was not, between two looks at the clock. */
const STALL_MS = 0.5;

const requestOf = (n) =>
  `GET /announce?info_hash=${escaped(infoHash(0))}&peer_id=-TR3000-${String(n).padStart(12, '0')}&port=${1024 + (n % 60_000)}` +
  `&uploaded=0&downloaded=0&left=${n % 5 === 0 ? 0 : 700_001}&numwant=50&key=1a2b3c4d&compact=1 HTTP/1.1\r\n` +
  'Host: 127.0.0.1\r\nUser-Agent: Transmission/3.00\r\nAccept: */*\r\nConnection: close\r\n\r\n';

const times = [];
/** Answers since the last look at the clock. */
const fresh = [];
const begin = performance.now();
let sent = 0;
let answered = 0;
let stalls = 0;
let looked = begin;
let used = 0;

const processorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const announce = (n, due, stall) => {
  const socket = connect({ host, port, noDelay: true });
  let bytes = 0;
  socket.write(requestOf(n % peers));
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.on('end', () => {
    if (bytes === 0) throw new Error('a connection was closed without an answer');
    fresh.push({ time: performance.now() - due, stall });
  });
};

const turn = () => {
  const now = performance.now();
  const running = processorMs();
  const stalled = now - looked - (running - used) > STALL_MS;
  [looked, used] = [now, running];
  if (stalled) stalls += 1;
  for (const { time, stall } of fresh) if (stall === stalls) times.push(time);
  answered += fresh.length;
  fresh.length = 0;
  for (; sent < total && begin + (1_000 * sent) / RATE <= now; sent += 1) {
    announce(sent, begin + (1_000 * sent) / RATE, stalled ? -1 : stalls);
  }
  if (answered < total) {
    if (now > begin + 1_000 * seconds + PATIENCE_MS) throw new Error(`${total - answered} announces got no answer`);
    setImmediate(turn);
    return;
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * times.length)];
  process.stdout.write(
    `${JSON.stringify({ p50: at(0.5), p99: at(0.99), max: times.at(-1), judged: times.length / total })}\n`,
  );
};
used = processorMs();
turn();
