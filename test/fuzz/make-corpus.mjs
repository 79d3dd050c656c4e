// Writes the inputs that fuzzing starts from: right ones of every form, and wrong ones that decoders of other programs have
// fallen for. Inputs that were found later (`found-…`) are left alone. Run it after `npm run setup`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Bitfield,
  concatBytes,
  encodeAnnounceAnswer,
  encodeAnnounceQuery,
  encodeBencode,
  encodeCompactPeers,
  encodeHandshake,
  encodeMessage,
  encodePiece,
  encodeScrapeAnswer,
  encodeScrapeQuery,
  encodeUdpAnswer,
  encodeUdpRequest,
} from '@seedbed/protocol';

const FOLDER = join(import.meta.dirname, 'corpus');
const text = (string) => Buffer.from(string, 'latin1');
const hash = (byte) => new Uint8Array(20).fill(byte);

const infoHash = Uint8Array.from({ length: 20 }, (_, i) => i * 13);
const peerId = text('-XX0000-123456789012');
const peers4 = [
  { ip: '127.0.0.1', port: 6881 },
  { ip: '198.51.100.7', port: 1 },
];
const peers6 = [{ ip: '2001:db8::1', port: 65535 }];
const announce = {
  infoHash,
  peerId,
  port: 6881,
  uploaded: 1,
  downloaded: 2 ** 40,
  left: 3,
  compact: true,
  noPeerId: true,
};
const answer = { interval: 1800, complete: 3, incomplete: 4, peers: peers4 };
const connectionId = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const transactionId = 0xdeadbeef;
const bitfield = Bitfield.fromBytes(Uint8Array.of(0xa0, 0x10), 12);
const block = { piece: 1, begin: 16384, length: 16384 };
const info = { length: 70_000, name: 'film', 'piece length': 32_768, pieces: new Uint8Array(60) };
const files = [
  { length: 40_000, path: ['a', 'b.txt'] },
  { length: 0, path: ['empty'] },
  { attr: 'p', length: 25_536, path: ['.pad', '25536'] },
  { attr: 'x', length: 4_464, path: ['run', '..', 'x/y'] },
];
const folder = { files, name: 'folder', 'piece length': 32_768, pieces: new Uint8Array(60) };
const piece = '{"t":1,"peer":"a","type":"piece","piece":0,"have":1,"sources":[{"remote":"b","bytes":5}]}';
const head = (boot) =>
  JSON.stringify({
    format: 1,
    infoHash: 'ab'.repeat(20),
    path: '/d/film',
    pieces: 12,
    files: 2,
    boot,
    have: Buffer.of(0xa0, 0x10).toString('base64'),
    durable: Buffer.of(0x20, 0x10).toString('base64'),
    stamps: ['1 2', '3 4'],
  });
const config = {
  torrent: 'a.torrent',
  dir: '/d',
  name: 'p',
  listen: '127.0.0.1:0',
  limits: { maxUnread: 1 },
  readOnly: true,
};

const CORPUS = {
  addresses: {
    ipv4: '127.0.0.1',
    'ipv4-port': '127.0.0.1:6881',
    ipv6: '2001:db8::1',
    'ipv6-port': '[2001:db8::1]:6881',
    mapped: '::ffff:1.2.3.4',
    'mapped-port': '[::ffff:1.2.3.4]:0',
    octal: '0127.0.0.1:1',
  },
  'announce-answer': {
    compact: encodeAnnounceAnswer({ ...answer, peers: [...peers4, ...peers6] }, { compact: true, noPeerId: true }),
    dictionaries: encodeAnnounceAnswer(
      { ...answer, minInterval: 60, downloaded: 9, warning: 'slow', trackerId: 'x', peers: [{ ...peers4[0], peerId }] },
      { compact: false, noPeerId: false },
    ),
    failure: 'd14:failure reason2:no8:retry in5:nevere',
    'half-a-peer': 'd8:intervali1e5:peers5:abcdee',
  },
  'announce-query': {
    full: encodeAnnounceQuery({ ...announce, event: 'started', numwant: 50, key: 'c0ffee', trackerId: 'x y' }),
    claim: encodeAnnounceQuery({ ...announce, ip: '::1', compact: false, noPeerId: false }),
    'broken-escape': 'info_hash=%zz&peer_id=%1',
  },
  bencode: {
    integer: 'i-42e',
    nested: encodeBencode({ a: [1, 'b', { c: [] }], b: { '': 0 } }),
    'minus-zero': 'i-0e',
    'leading-zero': 'i03e',
    'negative-length': 'l-3:e',
    'negative-key': 'd-3:ei1ee',
    short: '10:abc',
    'huge-length': '99999999999999999999:a',
    'trailing-junk': 'i1eXX',
    prototype: 'd9:__proto__d1:ai1eee',
    deep: `${'l'.repeat(100)}${'e'.repeat(100)}`,
    'large-integer': 'i9007199254740993e',
    unsorted: 'd1:b0:1:a0:e',
    duplicate: 'd1:a0:1:a0:e',
  },
  'bencode-outline': {
    nested: encodeBencode({ a: [1, 'b', { c: [] }], b: { '': 0 } }),
    mistakes: 'd1:bi03e1:al-3:ee',
    'cut-short': 'd4:name10:abc',
    unsorted: 'd1:b0:1:a0:e',
  },
  bitfield: {
    twelve: Buffer.of(12, 0xa0, 0x10),
    'spare-bits': Buffer.of(12, 0xa0, 0x11),
    full: Buffer.of(16, 0xff, 0xff),
    none: Buffer.of(0),
  },
  'compact-peers-4': {
    two: encodeCompactPeers(peers4),
    'port-0': Buffer.of(1, 2, 3, 4, 0, 0),
    half: Buffer.of(1, 2, 3),
  },
  'compact-peers-6': {
    one: encodeCompactPeers(peers6),
    mapped: Buffer.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4, 0, 9),
  },
  'control-inputs': {
    limits: '0{"upload":"512KiB/s","download":null}',
    add: '1{"dir":"films","upload-limit":"1MiB/s","force":"true","connect":["127.0.0.1:6881","[::1]:1"]}',
    remove: '2{"data":"delete"}',
    pieces: '3{"from":"5","count":"7"}',
    events: `4{"level":"block","torrent":"${'AB'.repeat(20)}"}`,
    hash: `5"${'ab'.repeat(20)}"`,
    prototype: '0{"__proto__":{"upload":1}}',
  },
  events: {
    several: `${piece}\n{"t":2,"peer":"a","type":"choke","remote":"b","direction":"sent"}\n{"t":3,"peer":"a","type":"fault","reason":"x"}\n`,
    'beyond-numbers': '{"t":1,"peer":"","type":"fault","reason":"","":{"":1e999}}',
    'no-line-end': piece,
    'not-an-event': '{"t":"1"}\nnull\n[]\n\n{',
    'unknown-field': '{"t":1,"peer":"a","type":"fault","reason":"x","more":{"__proto__":1}}\n',
  },
  handshake: {
    plain: encodeHandshake({ infoHash, peerId }),
    extended: concatBytes([
      encodeHandshake({ infoHash, peerId, reserved: Uint8Array.of(0, 0, 0, 0, 0, 16, 0, 5) }),
      text('rest'),
    ]),
    http: 'GET / HTTP/1.1\r\n\r\n',
    short: encodeHandshake({ infoHash, peerId }).subarray(0, 48),
  },
  journal: {
    'one-line': head('boot'),
    lines: `${head('boot')}\n{"pieces":[1,2],"stamps":{"0":"5 6"}}\n{"pieces":[],"stamps":{}}`,
    'other-boot': head('earlier'),
    'no-boot': head(null),
  },
  metainfo: {
    file: encodeBencode({
      announce: 'http://t/announce',
      comment: 'c',
      'creation date': 1,
      info: { ...info, private: 1 },
    }),
    folder: encodeBencode({ 'announce-list': [['http://a', 'udp://b:1'], ['http://c']], info: folder }),
    both: encodeBencode({ info: { ...info, files } }),
    clash: encodeBencode({
      info: { ...folder, files: ['a', 'A', 'a', '..'].map((name) => ({ length: 17_500, path: [name] })) },
    }),
    hybrid: encodeBencode({ info: { ...info, 'file tree': {}, 'meta version': 2 } }),
    'version-2': encodeBencode({ info: { 'file tree': {}, 'meta version': 2, name: 'x', 'piece length': 32_768 } }),
  },
  'peer-messages': {
    all: concatBytes([
      encodeMessage({ type: 'bitfield', bitfield }),
      encodeMessage({ type: 'keep-alive' }),
      ...['choke', 'unchoke', 'interested', 'not-interested'].map((type) => encodeMessage({ type })),
      encodeMessage({ type: 'have', piece: 11 }),
      encodeMessage({ type: 'request', ...block }),
      encodeMessage({ type: 'cancel', ...block }),
      encodePiece(3, 0, hash(7)),
      Uint8Array.of(0, 0, 0, 4, 20, 9, 9, 9),
      Uint8Array.of(0, 0, 0, 1, 14),
    ]),
    'long-length': Buffer.of(255, 255, 255, 255),
    'long-block': Buffer.of(0, 0, 2, 10, 7),
    'short-request': Buffer.of(0, 0, 0, 2, 6, 0),
    'spare-bits': Buffer.of(0, 0, 0, 3, 5, 0, 1),
    'cut-short': encodePiece(3, 0, hash(7)).subarray(0, 20),
  },
  'host-command': {
    start: JSON.stringify({ type: 'start', peer: config }),
    stop: '{"type":"stop","peer":"p","how":"killed"}',
    link: '{"type":"link","peer":"p","link":{"upload":1000,"latency":5,"jitter":2,"loss":0.5}}',
    unreachable: '{"type":"unreachable","peer":"p","addresses":["127.0.0.1","::1"]}',
    prototype: '{"type":"__proto__","peer":"p"}',
    list: '[]',
  },
  'host-config': {
    full: JSON.stringify({ name: 'host', peers: [config] }),
    prototype: '{"name":"h","peers":[{"torrent":"t","dir":"d","name":"n","__proto__":{}}]}',
    list: '[]',
  },
  'scrape-answer': {
    two: encodeScrapeAnswer([
      { infoHash: hash(1), complete: 1, downloaded: 2, incomplete: 3 },
      { infoHash: hash(255), complete: 0, incomplete: 0 },
    ]),
    failure: 'd14:failure reason2:noe',
    'short-hash': 'd5:filesd3:abcd8:completei1e10:incompletei1eeee',
  },
  'scrape-query': { two: encodeScrapeQuery([hash(1), infoHash]), none: '', 'short-hash': 'info_hash=abc' },
  'tracker-url': {
    http: 'http://tracker.example:8000/announce?passkey=x%2Fy',
    https: 'https://[::1]/announce',
    udp: 'udp://tracker.example:1337/announce',
    relative: '/other/announce',
    'no-port': 'udp://tracker.example/announce',
    other: 'wss://tracker.example/announce',
  },
  'udp-answer-4': {
    connect: encodeUdpAnswer({ type: 'connect', transactionId, connectionId }, 4),
    announce: encodeUdpAnswer({ type: 'announce', transactionId, answer }, 4),
    scrape: encodeUdpAnswer(
      { type: 'scrape', transactionId, torrents: [{ complete: 1, downloaded: 2, incomplete: 3 }] },
      4,
    ),
    error: encodeUdpAnswer({ type: 'error', transactionId, message: 'no' }, 4),
    short: Buffer.of(0, 0, 0, 1),
  },
  'udp-answer-6': {
    announce: encodeUdpAnswer({ type: 'announce', transactionId, answer: { ...answer, peers: peers6 } }, 6),
  },
  'udp-request': {
    connect: encodeUdpRequest({ type: 'connect', transactionId }),
    announce: encodeUdpRequest({
      type: 'announce',
      connectionId,
      transactionId,
      announce: { ...announce, event: 'stopped', ip: '1.2.3.4', key: '00c0ffee', numwant: 9 },
      urlData: '/announce?passkey=x',
    }),
    scrape: encodeUdpRequest({ type: 'scrape', connectionId, transactionId, infoHashes: [hash(1), hash(2)] }),
    'other-protocol': Buffer.alloc(16),
  },
};

for (const [target, inputs] of Object.entries(CORPUS)) {
  mkdirSync(join(FOLDER, target), { recursive: true });
  for (const [name, input] of Object.entries(inputs)) {
    writeFileSync(join(FOLDER, target, name), typeof input === 'string' ? text(input) : input);
  }
}
