import { type AddressFamily, decodeCompactPeers } from '../address/compact-peers.ts';
import { formatAddress } from '../address/peer-address.ts';
import { toHex } from '../bytes.ts';
import { withoutControls } from '../text.ts';
import { decodeUdpAnswer } from '../udp/decode-udp-answer.ts';
import { parseUdpRequest } from '../udp/parse-udp-request.ts';
import { ACTION, ANNOUNCE_AT, EVENT } from '../udp/udp-layout.ts';
import type { UdpAnswer, UdpRequest } from '../udp/udp-message.ts';
import { type DescribedBytes, FieldRow } from './byte-field.ts';
import { peerIdText } from './describe-handshake.ts';

const BEP = 15;
const ACTION_PURPOSE = 'the kind of message';
const TRANSACTION_PURPOSE = 'a random number; the answer repeats it';
const CONNECTION_PURPOSE = 'proves that we receive what is sent to our address';

/** A datagram that was sent to a tracker, field by field; undefined when it is none. */
export function describeUdpRequest(bytes: Uint8Array): DescribedBytes | undefined {
  const parsed = parseUdpRequest(bytes);
  if (!parsed.ok) return undefined;
  const { request } = parsed;
  const row = new FieldRow();
  if (request.type === 'connect')
    row.add('protocol_id', 8, '0x41727101980', 'a fixed number: this is the tracker protocol');
  else row.add('connection_id', 8, toHex(request.connectionId), CONNECTION_PURPOSE);
  row.add('action', 4, `${ACTION[request.type]}, ${request.type}`, ACTION_PURPOSE);
  row.add('transaction_id', 4, hexNumber(request.transactionId), TRANSACTION_PURPOSE);
  if (request.type === 'announce') addAnnounce(row, request, bytes.length);
  if (request.type === 'scrape') {
    for (const infoHash of request.infoHashes) row.add('info_hash', 20, toHex(infoHash), 'a torrent to be counted');
  }
  return { name: `${request.type} request`, purpose: REQUESTS[request.type], bep: BEP, fields: row.fields };
}

const REQUESTS: Readonly<Record<UdpRequest['type'], string>> = {
  connect: 'asks for a connection id, so that nobody can ask in the name of others',
  announce: 'says who we are and asks for peers',
  scrape: 'asks how many peers there are',
};

function addAnnounce(row: FieldRow, request: Extract<UdpRequest, { type: 'announce' }>, end: number): void {
  const { infoHash, peerId, downloaded, left, uploaded, event, ip, key, numwant, port } = request.announce;
  row
    .add('info_hash', 20, toHex(infoHash), 'which torrent: SHA-1 of its info')
    .add('peer_id', 20, peerIdText(peerId), 'who asks: a name for this session')
    .add('downloaded', 8, downloaded, 'bytes received since the start')
    .add('left', 8, left, 'bytes that are missing; 0 is a seed')
    .add('uploaded', 8, uploaded, 'bytes sent since the start')
    .add('event', 4, event === undefined ? '0, none' : `${EVENT[event]}, ${event}`, 'none is the periodic kind')
    .add('ip', 4, ip ?? '0', 'the address that we claim; 0 is that of the packet')
    .add('key', 4, key ?? '0', 'knows us again at another address')
    .add('num_want', 4, numwant ?? -1, 'how many peers are wanted; -1 leaves it to the tracker')
    .add('port', 2, port, 'where we listen');
  const options = end - ANNOUNCE_AT.options;
  if (options > 0) {
    row.add('options', options, withoutControls(request.urlData, '?'), "path and query of the tracker's URL", 41);
  }
}

/** A datagram that came from a tracker, field by field; undefined when it can't be read. */
export function describeUdpAnswer(bytes: Uint8Array, family: AddressFamily): DescribedBytes | undefined {
  const decoded = decodeUdpAnswer(bytes, family);
  if (!decoded.ok) return undefined;
  const { answer } = decoded;
  const row = new FieldRow()
    .add('action', 4, `${ACTION[answer.type]}, ${answer.type}`, ACTION_PURPOSE)
    .add('transaction_id', 4, hexNumber(answer.transactionId), TRANSACTION_PURPOSE);
  addAnswer(row, answer, bytes, family);
  return { name: `${answer.type} answer`, purpose: ANSWERS[answer.type], bep: BEP, fields: row.fields };
}

const ANSWERS: Readonly<Record<UdpAnswer['type'], string>> = {
  connect: 'gives us a connection id',
  announce: 'the peers, and when to ask again',
  scrape: 'how many peers there are',
  error: 'the tracker refuses',
};

function addAnswer(row: FieldRow, answer: UdpAnswer, bytes: Uint8Array, family: AddressFamily): void {
  switch (answer.type) {
    case 'connect':
      row.add('connection_id', 8, toHex(answer.connectionId), CONNECTION_PURPOSE);
      break;
    case 'announce': {
      const { interval, incomplete = 0, complete = 0 } = answer.answer;
      row.add('interval', 4, interval, 'seconds until the next announce');
      row.add('leechers', 4, incomplete, 'peers that are still downloading');
      row.add('seeders', 4, complete, 'peers that have everything');
      addPeers(row, bytes.subarray(20), family);
      break;
    }
    case 'scrape':
      for (const { complete, downloaded = 0, incomplete } of answer.torrents) {
        row.add('seeders', 4, complete, 'peers that have everything');
        row.add('completed', 4, downloaded, 'downloads that were ever completed');
        row.add('leechers', 4, incomplete, 'peers that are still downloading');
      }
      break;
    case 'error':
      row.add('message', bytes.length - 8, answer.message, 'why, in words for the user');
  }
}

/** One at a time, because those with port 0 have to be shown too. */
function addPeers(row: FieldRow, peers: Uint8Array, family: AddressFamily): void {
  const size = family === 4 ? 6 : 18;
  for (let at = 0; at + size <= peers.length; at += size) {
    const [peer] = decodeCompactPeers(peers.subarray(at, at + size), family);
    const purpose = at === 0 ? `address and port of a peer, ${size} bytes each` : '';
    row.add('peer', size, peer === undefined ? 'port 0: nobody listens' : formatAddress(peer), purpose);
  }
}

function hexNumber(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
