import { askHttp } from '../launcher/ask-http.ts';
import type { Client, ClientState } from './client.ts';
import { countIn, firstIn, objectIn } from './json-value.ts';

const RPC = 6800;
const PATIENCE = 2_000;

/** aria2, asked by its JSON-RPC. */
export const aria2: Client = {
  installedBy: 'apt-get install aria2',
  trial: ['aria2c', '--version'],
  port: 6881,
  prepare: async ({ torrent, dir, ip, role }) => [
    ...['aria2c', '--no-conf', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false'],
    ...['--enable-peer-exchange=false', '--disable-ipv6=true', `--interface=${ip}`, '--listen-port=6881'],
    ...['--enable-rpc=true', `--rpc-listen-port=${RPC}`, '--file-allocation=none', '--quiet=true', `--dir=${dir}`],
    // It would stop giving when it has given as much as it got; members of a swarm stay until they are told to leave.
    '--seed-ratio=0.0',
    // Without the check it takes the files for what some other program left there, and refuses to write over them.
    ...(role === 'seed' ? ['--check-integrity=true'] : []),
    torrent,
  ],
  ask: async () => {
    const params = [['bitfield', 'completedLength', 'totalLength', 'uploadLength']];
    const body = { jsonrpc: '2.0', id: 'seedbed', method: 'aria2.tellActive', params };
    const url = `http://127.0.0.1:${RPC}/jsonrpc`;
    const { text } = await askHttp({ method: 'POST', url, body }, AbortSignal.timeout(PATIENCE));
    return readAria2(JSON.parse(text));
  },
};

/** What `aria2.tellActive` answers of its one download; undefined before it has begun. */
export function readAria2(answer: unknown): ClientState | undefined {
  const { result } = objectIn(answer);
  const { bitfield, completedLength, totalLength, uploadLength } = firstIn(result) ?? {};
  if (typeof bitfield !== 'string') return undefined;
  const total = countIn(totalLength);
  return {
    have: new Uint8Array(Buffer.from(bitfield, 'hex')),
    isComplete: total > 0 && countIn(completedLength) === total,
    uploaded: countIn(uploadLength),
    downloaded: countIn(completedLength),
  };
}
