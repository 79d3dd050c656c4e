import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askHttp } from '../launcher/ask-http.ts';
import type { Client, ClientState } from './client.ts';
import { countIn, firstIn, objectIn } from './json-value.ts';

const RPC = 9091;
const PATIENCE = 2_000;
const SESSION = 'x-transmission-session-id';

/** Its word for what a torrent does when it has everything. */
const SEEDING = 6;

/** Transmission, asked by its RPC. */
export const transmission: Client = {
  installedBy: 'apt-get install transmission-daemon',
  trial: ['transmission-daemon', '--version'],
  port: 51413,
  prepare: async ({ torrent, dir, ip, scratch }) => {
    const settings = {
      'bind-address-ipv4': ip,
      'rpc-port': RPC,
      'download-dir': dir,
      'dht-enabled': false,
      'lpd-enabled': false,
      'pex-enabled': false,
      'port-forwarding-enabled': false,
      // It dials over uTP first; with DHT off it never notices that nobody answers, and never gets round to TCP.
      'utp-enabled': false,
      // A torrent that lies in this folder is added at the start.
      'watch-dir-enabled': true,
      'watch-dir': scratch,
    };
    await writeFile(join(scratch, 'settings.json'), JSON.stringify(settings));
    await copyFile(torrent, join(scratch, 'member.torrent'));
    return ['transmission-daemon', '--foreground', '--config-dir', scratch];
  },
  ask: async () => {
    const fields = ['pieces', 'status', 'leftUntilDone', 'sizeWhenDone', 'uploadedEver', 'downloadedEver'];
    const body = { method: 'torrent-get', arguments: { fields } };
    return readTransmission(JSON.parse(await call(body)));
  },
};

let session = '';

async function call(body: object): Promise<string> {
  const question = { method: 'POST', url: `http://127.0.0.1:${RPC}/transmission/rpc`, body } as const;
  const ask = () => askHttp({ ...question, headers: { [SESSION]: session } }, AbortSignal.timeout(PATIENCE));
  const first = await ask();
  if (first.status !== 409) return first.text;
  // Its guard against pages of others: a request is refused until it carries what the refusal of the first one told.
  session = /Session-Id: (\w+)/.exec(first.text)?.[1] ?? '';
  return (await ask()).text;
}

/** What `torrent-get` answers of its one torrent; undefined before it knows it. */
export function readTransmission(answer: unknown): ClientState | undefined {
  const { arguments: values } = objectIn(answer);
  const { torrents } = objectIn(values);
  const { pieces, status, leftUntilDone, sizeWhenDone, uploadedEver, downloadedEver } = firstIn(torrents) ?? {};
  if (typeof pieces !== 'string') return undefined;
  return {
    have: new Uint8Array(Buffer.from(pieces, 'base64')),
    isComplete: status === SEEDING && leftUntilDone === 0 && countIn(sizeWhenDone) > 0,
    uploaded: countIn(uploadedEver),
    downloaded: countIn(downloadedEver),
  };
}
