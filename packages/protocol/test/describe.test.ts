import {
  Bitfield,
  encodeHandshake,
  encodeMessage,
  encodePiece,
  encodeUdpAnswer,
  encodeUdpRequest,
  type PeerMessage,
} from '@seedbed/protocol';
import {
  type DescribedBytes,
  describeAnnounceQuery,
  describeHandshake,
  describeMessage,
  describeUdpAnswer,
  describeUdpRequest,
  documentKind,
  keyMeaning,
  outlineBencode,
  reservedBits,
} from '@seedbed/protocol/describe';
import { describe, expect, test } from 'vitest';
import { counting, latin1 } from './support/bytes.ts';

const infoHash = counting(20, 0xa0);
const peerId = latin1('-TR4050-abcdefghijkl');

/** The fields as `start+length name=value`; fails when there is a gap or bytes are left over. */
const fieldsOf = ({ fields }: DescribedBytes, bytes: Uint8Array): string[] => {
  let at = 0;
  for (const { start, length } of fields) {
    expect(start).toBe(at);
    at += length;
  }
  expect(at).toBe(bytes.length);
  return fields.map(({ start, length, name, value }) => `${start}+${length} ${name}=${value}`);
};

test('a handshake', () => {
  const reserved = Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x05);
  const handshake = { infoHash, peerId, reserved };
  expect(fieldsOf(describeHandshake(handshake), encodeHandshake(handshake))).toEqual([
    '0+1 name length=19',
    '1+19 name=BitTorrent protocol',
    '20+8 reserved=extension protocol (BEP 10, byte 5 bit 0x10), fast extension (BEP 6, byte 7 bit 0x04), DHT (BEP 5, byte 7 bit 0x01)',
    '28+20 info_hash=a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3',
    '48+20 peer_id=-TR4050-abcdefghijkl, Transmission 4.0.5',
  ]);
});

describe('reserved bits', () => {
  test('none, one that nobody knows, and all', () => {
    expect(reservedBits(new Uint8Array(8))).toEqual([]);
    expect(reservedBits(Uint8Array.of(0, 0x40, 0, 0, 0, 0, 0, 0))).toEqual([{ byte: 1, mask: 0x40, name: 'unknown' }]);
    expect(reservedBits(new Uint8Array(8).fill(0xff))).toHaveLength(64);
  });
});

describe('a message', () => {
  const bitfield = Bitfield.fromBytes(Uint8Array.of(0xa0, 0x10), 12);
  test.each<[PeerMessage, Uint8Array, string[]]>([
    [{ type: 'keep-alive' }, encodeMessage({ type: 'keep-alive' }), ['0+4 length prefix=0']],
    [
      { type: 'not-interested' },
      encodeMessage({ type: 'not-interested' }),
      ['0+4 length prefix=1', '4+1 id=3, not interested'],
    ],
    [
      { type: 'have', piece: 7 },
      encodeMessage({ type: 'have', piece: 7 }),
      ['0+4 length prefix=5', '4+1 id=4, have', '5+4 piece=7'],
    ],
    [
      { type: 'bitfield', bitfield },
      encodeMessage({ type: 'bitfield', bitfield }),
      ['0+4 length prefix=3', '4+1 id=5, bitfield', '5+2 bitfield=3 of 12 pieces'],
    ],
    [
      { type: 'request', piece: 1, begin: 16384, length: 16384 },
      encodeMessage({ type: 'request', piece: 1, begin: 16384, length: 16384 }),
      ['0+4 length prefix=13', '4+1 id=6, request', '5+4 piece=1', '9+4 begin=16384', '13+4 length=16384'],
    ],
    [
      { type: 'piece', piece: 1, begin: 0, length: 3 },
      encodePiece(1, 0, counting(3)),
      ['0+4 length prefix=12', '4+1 id=7, piece', '5+4 piece=1', '9+4 begin=0', '13+3 block=3 bytes'],
    ],
    [
      { type: 'unknown', id: 20, length: 2 },
      Uint8Array.of(0, 0, 0, 3, 20, 1, 2),
      ['0+4 length prefix=3', '4+1 id=20, extended', '5+2 body=2 bytes'],
    ],
    [
      { type: 'unknown', id: 99, length: 0 },
      Uint8Array.of(0, 0, 0, 1, 99),
      ['0+4 length prefix=1', '4+1 id=99, unknown message 99'],
    ],
  ])('$0.type', (message, bytes, fields) => expect(fieldsOf(describeMessage(message), bytes)).toEqual(fields));

  test('of an extension is called by its name', () => {
    expect(describeMessage({ type: 'unknown', id: 20, length: 0 })).toMatchObject({ name: 'extended', bep: 10 });
    expect(describeMessage({ type: 'unknown', id: 99, length: 0 }).name).toBe('unknown message 99');
  });
});

test('the parameters of an announce, hostile ones too', () => {
  const query = `info_hash=%A0%a1${'b'.repeat(18)}&peer_id=-TR4050-abcdefghijkl&left=5&x=%1b%5b31m&ip=%zz&lonely&toString=1`;
  expect(describeAnnounceQuery(`?${query}`).map(({ name, value, bep }) => [name, value, bep])).toEqual([
    ['info_hash', `a0a1${'62'.repeat(18)}`, 3],
    ['peer_id', '-TR4050-abcdefghijkl, Transmission 4.0.5', 3],
    ['left', '5', 3],
    ['x', '?[31m', undefined],
    ['ip', 'a % without two hexadecimal digits', 3],
    ['lonely', '', undefined],
    ['toString', '1', undefined],
  ]);
});

describe('a datagram', () => {
  const connectionId = counting(8, 1);
  const announce = { infoHash, peerId, port: 6881, uploaded: 1, downloaded: 2, left: 3, compact: true, noPeerId: true };

  test('to a tracker', () => {
    const connect = encodeUdpRequest({ type: 'connect', transactionId: 5 });
    expect(fieldsOf(describeUdpRequest(connect) as DescribedBytes, connect)).toEqual([
      '0+8 protocol_id=0x41727101980',
      '8+4 action=0, connect',
      '12+4 transaction_id=0x00000005',
    ]);
    const bytes = encodeUdpRequest({
      type: 'announce',
      connectionId,
      transactionId: 6,
      announce,
      urlData: '/announce?k=v',
    });
    expect(fieldsOf(describeUdpRequest(bytes) as DescribedBytes, bytes).slice(3)).toEqual([
      '16+20 info_hash=a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3',
      '36+20 peer_id=-TR4050-abcdefghijkl, Transmission 4.0.5',
      '56+8 downloaded=2',
      '64+8 left=3',
      '72+8 uploaded=1',
      '80+4 event=0, none',
      '84+4 ip=0',
      '88+4 key=0',
      '92+4 num_want=-1',
      '96+2 port=6881',
      '98+15 options=/announce?k=v',
    ]);
    const scrape = encodeUdpRequest({
      type: 'scrape',
      connectionId,
      transactionId: 7,
      infoHashes: [infoHash, infoHash],
    });
    expect(fieldsOf(describeUdpRequest(scrape) as DescribedBytes, scrape)).toHaveLength(5);
  });

  test('from a tracker', () => {
    const answer = { interval: 60, complete: 1, incomplete: 2, peers: [{ ip: '127.0.0.2', port: 6881 }] };
    const bytes = encodeUdpAnswer({ type: 'announce', transactionId: 6, answer }, 4);
    expect(fieldsOf(describeUdpAnswer(bytes, 4) as DescribedBytes, bytes)).toEqual([
      '0+4 action=1, announce',
      '4+4 transaction_id=0x00000006',
      '8+4 interval=60',
      '12+4 leechers=2',
      '16+4 seeders=1',
      '20+6 peer=127.0.0.2:6881',
    ]);
    const nobody = Uint8Array.of(...bytes.subarray(0, 20), 1, 2, 3, 4, 0, 0);
    expect(describeUdpAnswer(nobody, 4)?.fields.at(-1)?.value).toBe('port 0: nobody listens');
    const error = encodeUdpAnswer({ type: 'error', transactionId: 6, message: 'go\u001b away' }, 4);
    expect(fieldsOf(describeUdpAnswer(error, 4) as DescribedBytes, error).at(-1)).toBe('8+8 message=go  away');
    const connected = encodeUdpAnswer({ type: 'connect', transactionId: 6, connectionId }, 4);
    expect(fieldsOf(describeUdpAnswer(connected, 4) as DescribedBytes, connected).at(-1)).toBe(
      '8+8 connection_id=0102030405060708',
    );
    const counts = { complete: 1, downloaded: 2, incomplete: 3 };
    const scraped = encodeUdpAnswer({ type: 'scrape', transactionId: 6, torrents: [counts] }, 4);
    expect(fieldsOf(describeUdpAnswer(scraped, 4) as DescribedBytes, scraped)).toHaveLength(5);
  });

  test('that is none is not described', () => {
    expect(describeUdpRequest(counting(10))).toBeUndefined();
    expect(describeUdpAnswer(counting(7), 4)).toBeUndefined();
  });
});

describe('the meaning of a key', () => {
  const kindOf = (text: string): string => {
    const { root } = outlineBencode(latin1(text));
    if (root === undefined) throw new Error('nothing to look at');
    return documentKind(root);
  };

  test('depends on what the document is', () => {
    expect(kindOf('d4:infodee')).toBe('metainfo');
    expect(kindOf('d8:intervali1ee')).toBe('announce-answer');
    expect(kindOf('d5:filesdee')).toBe('scrape-answer');
    expect(kindOf('le')).toBe('unknown');
  });

  test('is looked up by its path', () => {
    expect(keyMeaning('metainfo', ['info', 'pieces'])).toMatchObject({ rows: 'hashes', bep: 3 });
    expect(keyMeaning('metainfo', ['info', 'files', '*', 'path'])).toMatchObject({ bep: 3 });
    expect(keyMeaning('metainfo', ['pieces'])).toBeUndefined();
    expect(keyMeaning('scrape-answer', ['files', 'whatever it is', 'complete'])).toMatchObject({ bep: 48 });
    expect(keyMeaning('metainfo', ['toString'])).toBeUndefined();
    expect(keyMeaning('unknown', ['info'])).toBeUndefined();
  });
});
