import {
  type AnnounceRequest,
  encodeUdpRequest,
  MAX_UDP_SCRAPE,
  parseUdpRequest,
  type UdpRequest,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, latin1 } from './support/bytes.ts';

const ID = latin1('\xc0\x01\xd0\x0d\xca\xfe\xba\xbe');
const HASH = counting(20, 100);
const PEER = latin1('-SE0100-abcdefghijkl');
const ANNOUNCE: AnnounceRequest = {
  infoHash: HASH,
  peerId: PEER,
  port: 6881,
  uploaded: 3,
  downloaded: 1,
  left: 2,
  compact: true,
  noPeerId: true,
};
const MESSAGE: UdpRequest = {
  type: 'announce',
  connectionId: ID,
  transactionId: 0x01020304,
  announce: ANNOUNCE,
  urlData: '',
};

function request(bytes: Uint8Array): UdpRequest {
  const parsed = parseUdpRequest(bytes);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.request;
}

/** The bytes of a request with some of them replaced. */
function changed(message: UdpRequest, at: number, ...bytes: number[]): Uint8Array {
  const encoded = encodeUdpRequest(message);
  encoded.set(bytes, at);
  return encoded;
}

describe('encodeUdpRequest, byte by byte (BEP 15)', () => {
  test('connect', () => {
    expect(asLatin1(encodeUdpRequest({ type: 'connect', transactionId: 0xfffefdfc }))).toBe(
      '\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\xff\xfe\xfd\xfc',
    );
  });

  test('announce, the least', () => {
    expect(asLatin1(encodeUdpRequest(MESSAGE))).toBe(
      `${asLatin1(ID)}\0\0\0\x01\x01\x02\x03\x04${asLatin1(HASH)}${asLatin1(PEER)}` +
        '\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\x1a\xe1',
    );
  });

  test('announce, everything', () => {
    const announce = {
      ...ANNOUNCE,
      uploaded: 2 ** 53 - 1,
      event: 'started',
      ip: '10.1.2.3',
      key: 'DEADbeef',
      numwant: 80,
    } as const;
    const bytes = asLatin1(encodeUdpRequest({ ...MESSAGE, announce, urlData: '/a?b=c' }));
    expect(bytes.slice(72)).toBe(
      '\0\x1f\xff\xff\xff\xff\xff\xff\0\0\0\x02\x0a\x01\x02\x03\xde\xad\xbe\xef\0\0\0\x50\x1a\xe1\x02\x06/a?b=c',
    );
  });

  test('an address of IPv6 has no place, nor has a key of more than 32 bits', () => {
    const announce = { ...ANNOUNCE, ip: '2001:db8::1', key: '123456789' };
    expect(encodeUdpRequest({ ...MESSAGE, announce })).toEqual(encodeUdpRequest(MESSAGE));
  });

  test.each([
    ['completed', 1],
    ['started', 2],
    ['stopped', 3],
  ] as const)('event %s is %d', (event, number) => {
    expect(encodeUdpRequest({ ...MESSAGE, announce: { ...ANNOUNCE, event } })[83]).toBe(number);
  });

  test('scrape', () => {
    const infoHashes = [HASH, counting(20)];
    expect(asLatin1(encodeUdpRequest({ type: 'scrape', connectionId: ID, transactionId: 5, infoHashes }))).toBe(
      `${asLatin1(ID)}\0\0\0\x02\0\0\0\x05${asLatin1(HASH)}${asLatin1(counting(20))}`,
    );
  });

  test.each([0, MAX_UDP_SCRAPE + 1])('a scrape of %d torrents is none', (count) => {
    const infoHashes = Array.from({ length: count }, () => HASH);
    expect(() => encodeUdpRequest({ type: 'scrape', connectionId: ID, transactionId: 5, infoHashes })).toThrow(
      `a scrape over UDP is for 1 to 74 torrents, not for ${count}`,
    );
  });
});

describe('parseUdpRequest', () => {
  const hash = fc.uint8Array({ minLength: 20, maxLength: 20 });
  const amount = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1));
  const announce: fc.Arbitrary<AnnounceRequest> = fc.record(
    {
      infoHash: hash,
      peerId: hash,
      port: fc.nat(65535),
      uploaded: amount,
      downloaded: amount,
      left: amount,
      compact: fc.constant(true),
      noPeerId: fc.constant(true),
      event: fc.constantFrom('started', 'completed', 'stopped'),
      numwant: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).filter((numwant) => numwant !== -1),
      key: fc.integer({ min: 1, max: 2 ** 32 - 1 }).map((key) => key.toString(16).padStart(8, '0')),
      ip: fc.ipV4().filter((ip) => ip !== '0.0.0.0'),
    },
    {
      requiredKeys: ['infoHash', 'peerId', 'port', 'uploaded', 'downloaded', 'left', 'compact', 'noPeerId'],
      noNullPrototype: true,
    },
  );
  const connectionId = fc.uint8Array({ minLength: 8, maxLength: 8 });
  const transactionId = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const requests: fc.Arbitrary<UdpRequest> = fc.oneof(
    fc.record({ type: fc.constant('connect' as const), transactionId }, { noNullPrototype: true }),
    fc.record(
      {
        type: fc.constant('announce' as const),
        connectionId,
        transactionId,
        announce,
        urlData: fc.oneof(fc.webPath(), fc.string({ unit: 'grapheme', maxLength: 900 })),
      },
      { noNullPrototype: true },
    ),
    fc.record(
      {
        type: fc.constant('scrape' as const),
        connectionId,
        transactionId,
        infoHashes: fc.array(hash, { minLength: 1, maxLength: MAX_UDP_SCRAPE }),
      },
      { noNullPrototype: true },
    ),
  );

  test('what is written is read', () => {
    fc.assert(
      fc.property(requests, (message) => {
        expect(request(encodeUdpRequest(message))).toEqual(message);
      }),
    );
  });

  test('what was read is no view of the datagram, whose memory is used again', () => {
    const scrape: UdpRequest = { type: 'scrape', connectionId: ID, transactionId: 5, infoHashes: [HASH] };
    for (const message of [MESSAGE, scrape]) {
      const datagram = Buffer.from(encodeUdpRequest(message));
      const read = request(datagram);
      datagram.fill(0);
      expect(read).toEqual(message);
    }
  });

  test('amounts beyond 2^53 - 1, as clients send them for a size that they do not know', () => {
    const left = request(changed(MESSAGE, 64, 255, 255, 255, 255, 255, 255, 255, 255));
    expect(left).toMatchObject({ announce: { left: 2 ** 53 - 1 } });
  });

  test('a datagram that is cut: no header below 16 bytes, and never a request below its length', () => {
    const whole = encodeUdpRequest({ ...MESSAGE, urlData: '/announce' });
    for (let end = 0; end < whole.length; end += 1) {
      if (end === 98) continue; // the announce without its option
      const header = { connectionId: ID, transactionId: 0x01020304 };
      expect(parseUdpRequest(whole.subarray(0, end))).toEqual({
        ok: false,
        failure: expect.any(String),
        ...(end >= 16 && { header }),
      });
    }
  });

  test('bytes that follow a connect or a scrape belong to later versions', () => {
    const connect: UdpRequest = { type: 'connect', transactionId: 7 };
    expect(request(Uint8Array.of(...encodeUdpRequest(connect), 1, 2, 3))).toEqual(connect);
    const scrape: UdpRequest = { type: 'scrape', connectionId: ID, transactionId: 7, infoHashes: [HASH] };
    expect(request(Uint8Array.of(...encodeUdpRequest(scrape), ...counting(19)))).toEqual(scrape);
  });

  test.each([
    [changed({ type: 'connect', transactionId: 7 }, 7, 0), 'connect without the protocol id 0x41727101980'],
    [changed(MESSAGE, 11, 3), 'action 3 is not 0 (connect), 1 (announce) or 2 (scrape)'],
    [changed(MESSAGE, 8, 255, 255, 255, 255), 'action 4294967295 is not 0 (connect), 1 (announce) or 2 (scrape)'],
    [changed(MESSAGE, 83, 4), 'event is not 0 (none), 1 (completed), 2 (started) or 3 (stopped)'],
    [encodeUdpRequest(MESSAGE).subarray(0, 97), 'an announce of 97 bytes, it has 98'],
    [changed(MESSAGE, 11, 2).subarray(0, 35), 'a scrape names no torrent; a full scrape is not possible over UDP'],
    [new Uint8Array(15), 'a request of 15 bytes, the shortest has 16'],
  ])('case %#: %s', (bytes, failure) => {
    expect(parseUdpRequest(bytes)).toMatchObject({ ok: false, failure });
  });

  test('a scrape of too many torrents', () => {
    const bytes = new Uint8Array(16 + 20 * 75);
    bytes[11] = 2;
    const failure = 'a scrape of 75 torrents, at most 74 are answered at once';
    expect(parseUdpRequest(bytes)).toMatchObject({ ok: false, failure });
  });

  test('any bytes: a request or a failure in words', () => {
    const cut = fc.tuple(requests, fc.nat(), fc.nat(255)).map(([message, at, byte]) => {
      const bytes = encodeUdpRequest(message);
      return bytes.with(at % bytes.length, byte);
    });
    fc.assert(
      fc.property(fc.oneof(cut, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const parsed = parseUdpRequest(bytes);
        if (!parsed.ok) expect(parsed.failure).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('options of an announce (BEP 41)', () => {
  const withOptions = (options: string): Uint8Array => Uint8Array.of(...encodeUdpRequest(MESSAGE), ...latin1(options));
  const urlData = (options: string): unknown => {
    const parsed = parseUdpRequest(withOptions(options));
    return parsed.ok && parsed.request.type === 'announce' ? parsed.request.urlData : parsed;
  };

  test('a text of more than 255 bytes takes several', () => {
    const long = `/${'x'.repeat(599)}`;
    const bytes = asLatin1(encodeUdpRequest({ ...MESSAGE, urlData: long }).subarray(98));
    expect(bytes).toBe(`\x02\xff/${'x'.repeat(254)}\x02\xff${'x'.repeat(255)}\x02\x5a${'x'.repeat(90)}`);
    expect(urlData(bytes)).toBe(long);
    expect(encodeUdpRequest({ ...MESSAGE, urlData: 'x'.repeat(255) })).toHaveLength(98 + 257);
  });

  test.each([
    ['none', '', ''],
    ['an empty one', '\x02\0', ''],
    ['padding', '\x01\x01\x02\x02/a\x01', '/a'],
    ['an unknown one between two', '\x02\x02/a\x7f\x03abc\x02\x02?b', '/a?b'],
    ['an end, and rubbish behind it', '\x02\x02/a\0\x02\xff', '/a'],
    ['an unknown one that is empty', '\x80\0\x02\x01/', '/'],
  ])('%s', (_, options, text) => {
    expect(urlData(options)).toBe(text);
  });

  test.each(['\x02', '\x02\x03/a', '\x02\x02/a\x05', '\x02\x02/a\x05\x09x', '\x80\xff'])(
    'case %#: one that is cut',
    (options) => {
      expect(urlData(options)).toMatchObject({ failure: 'an option of the announce claims more bytes than there are' });
    },
  );

  test('cut anywhere: a part of it, or a failure', () => {
    const whole = encodeUdpRequest({ ...MESSAGE, urlData: `/${'x'.repeat(300)}?y` }).subarray(98);
    for (let end = 0; end <= whole.length; end += 1) {
      const text = urlData(asLatin1(whole.subarray(0, end)));
      if (typeof text !== 'string') expect(text).toMatchObject({ ok: false });
      else expect([0, 255, 303]).toContain(text.length);
    }
  });
});
