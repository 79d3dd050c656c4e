import { decodeUdpAnswer, encodeUdpAnswer, type UdpAnswer } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, latin1 } from './support/bytes.ts';

const four = { ip: '127.0.0.2', port: 6881 };
const six = { ip: '2001:db8::1', port: 6882 };
const ANNOUNCE: UdpAnswer = {
  type: 'announce',
  transactionId: 0x01020304,
  answer: { interval: 1800, incomplete: 2, complete: 1, peers: [four] },
};

function answer(bytes: Uint8Array, family: 4 | 6 = 4): UdpAnswer {
  const decoded = decodeUdpAnswer(bytes, family);
  if (!decoded.ok) throw new Error(decoded.failure);
  return decoded.answer;
}

describe('encodeUdpAnswer, byte by byte (BEP 15)', () => {
  test('connect', () => {
    const message: UdpAnswer = { type: 'connect', transactionId: 0xfffefdfc, connectionId: counting(8, 1) };
    expect(asLatin1(encodeUdpAnswer(message, 4))).toBe('\0\0\0\0\xff\xfe\xfd\xfc\x01\x02\x03\x04\x05\x06\x07\x08');
  });

  test('announce, in the form of either family', () => {
    const both = { ...ANNOUNCE, answer: { ...ANNOUNCE.answer, peers: [six, four] } };
    const head = '\0\0\0\x01\x01\x02\x03\x04\0\0\x07\x08\0\0\0\x02\0\0\0\x01';
    expect(asLatin1(encodeUdpAnswer(both, 4))).toBe(`${head}\x7f\0\0\x02\x1a\xe1`);
    expect(asLatin1(encodeUdpAnswer(both, 6))).toBe(`${head}\x20\x01\x0d\xb8${'\0'.repeat(11)}\x01\x1a\xe2`);
  });

  test('counts that nobody knows are 0', () => {
    const bare: UdpAnswer = { type: 'announce', transactionId: 1, answer: { interval: 5, peers: [] } };
    expect(answer(encodeUdpAnswer(bare, 4))).toMatchObject({ answer: { incomplete: 0, complete: 0 } });
    const scrape: UdpAnswer = { type: 'scrape', transactionId: 1, torrents: [{ complete: 1, incomplete: 2 }] };
    expect(answer(encodeUdpAnswer(scrape, 4))).toMatchObject({ torrents: [{ downloaded: 0 }] });
  });

  test('scrape: seeds, completed, leeches', () => {
    const torrents = [{ complete: 1, downloaded: 2, incomplete: 3 }];
    const bytes = encodeUdpAnswer({ type: 'scrape', transactionId: 9, torrents }, 6);
    expect(asLatin1(bytes)).toBe('\0\0\0\x02\0\0\0\x09\0\0\0\x01\0\0\0\x02\0\0\0\x03');
  });

  test('error', () => {
    const bytes = encodeUdpAnswer({ type: 'error', transactionId: 9, message: 'no' }, 4);
    expect(asLatin1(bytes)).toBe('\0\0\0\x03\0\0\0\x09no');
  });
});

describe('decodeUdpAnswer', () => {
  const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const port = fc.integer({ min: 1, max: 65535 });
  const announces = (ip: fc.Arbitrary<string>): fc.Arbitrary<UdpAnswer> =>
    fc.record(
      {
        type: fc.constant('announce' as const),
        transactionId: uint32,
        answer: fc.record(
          {
            interval: fc.nat(2_147_483),
            incomplete: uint32,
            complete: uint32,
            peers: fc.array(fc.record({ ip, port }, { noNullPrototype: true })),
          },
          { noNullPrototype: true },
        ),
      },
      { noNullPrototype: true },
    );
  const counts = fc.record({ complete: uint32, downloaded: uint32, incomplete: uint32 }, { noNullPrototype: true });
  const others: fc.Arbitrary<UdpAnswer> = fc.oneof(
    fc.record(
      {
        type: fc.constant('connect' as const),
        transactionId: uint32,
        connectionId: fc.uint8Array({ minLength: 8, maxLength: 8 }),
      },
      { noNullPrototype: true },
    ),
    fc.record(
      { type: fc.constant('scrape' as const), transactionId: uint32, torrents: fc.array(counts) },
      { noNullPrototype: true },
    ),
    fc.record(
      { type: fc.constant('error' as const), transactionId: uint32, message: fc.string({ maxLength: 100 }) },
      { noNullPrototype: true },
    ),
  );

  test('what is written is read, over IPv4', () => {
    fc.assert(
      fc.property(fc.oneof(announces(fc.ipV4()), others), (message) => {
        expect(answer(encodeUdpAnswer(message, 4))).toEqual(message);
      }),
    );
  });

  test('what is written is read, over IPv6', () => {
    // Groups without zeros, of which there is one way to write them.
    const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
    const ip = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':'));
    fc.assert(
      fc.property(fc.oneof(announces(ip), others), (message) => {
        expect(answer(encodeUdpAnswer(message, 6), 6)).toEqual(message);
      }),
    );
  });

  test('an answer that is cut: of its peers and torrents those that are whole', () => {
    const peers = [four, { ip: '127.0.0.3', port: 6883 }];
    const bytes = encodeUdpAnswer({ ...ANNOUNCE, answer: { ...ANNOUNCE.answer, peers } }, 4);
    for (let end = 0; end < bytes.length; end += 1) {
      const decoded = decodeUdpAnswer(bytes.subarray(0, end), 4);
      expect(decoded.ok).toBe(end >= 20);
      if (decoded.ok && decoded.answer.type === 'announce') {
        expect(decoded.answer.answer.peers).toEqual(peers.slice(0, Math.floor((end - 20) / 6)));
      }
    }
  });

  test('what was read is no view of the datagram, whose memory is used again', () => {
    const connect: UdpAnswer = { type: 'connect', transactionId: 7, connectionId: counting(8, 1) };
    const datagram = Buffer.from(encodeUdpAnswer(connect, 4));
    const read = answer(datagram);
    datagram.fill(0);
    expect(read).toEqual(connect);
  });

  test('bytes that follow belong to later versions', () => {
    const connect: UdpAnswer = { type: 'connect', transactionId: 7, connectionId: counting(8) };
    expect(answer(Uint8Array.of(...encodeUdpAnswer(connect, 4), 1, 2))).toEqual(connect);
  });

  test('an interval fits into a timer, and a peer at port 0 is left out', () => {
    const bytes = latin1('\0\0\0\x01\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0\x01\x02\x03\x04\0\0');
    expect(answer(bytes)).toMatchObject({ answer: { interval: 2_147_483, peers: [] } });
  });

  test('an error is one line that can not steer a terminal', () => {
    const bytes = latin1(`\0\0\0\x03\0\0\0\x09\x1b[31mno\n${'x'.repeat(1000)}`);
    const { message } = answer(bytes) as Extract<UdpAnswer, { type: 'error' }>;
    expect(message).toMatch(/^ \[31mno x+$/);
    expect(message.length).toBe(500);
  });

  test.each([
    [counting(7), { failure: 'an answer of 7 bytes, the shortest has 8' }],
    [latin1('\0\0\0\x04\0\0\0\x09'), { failure: 'an answer of the unknown kind 4', transactionId: 9 }],
    [
      latin1('\0\0\0\0\0\0\0\x09\x01\x02\x03\x04\x05\x06\x07'),
      { failure: 'an answer to connect of 15 bytes, it has at least 16', transactionId: 9 },
    ],
    [
      latin1('\0\0\0\x01\xff\xff\xff\xff12345678'),
      { failure: 'an answer to announce of 16 bytes, it has at least 20', transactionId: 0xffffffff },
    ],
  ])('case %#: what is wrong, and of which request', (bytes, failure) => {
    expect(decodeUdpAnswer(bytes, 4)).toEqual({ ok: false, ...failure });
  });

  test('any bytes: an answer or a failure in words', () => {
    const changed = fc
      .tuple(fc.oneof(announces(fc.ipV4()), others), fc.nat(), fc.nat(255))
      .map(([message, at, byte]) => {
        const bytes = encodeUdpAnswer(message, 4);
        return bytes.with(at % bytes.length, byte);
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 100 })), fc.constantFrom(4, 6), (bytes, family) => {
        const decoded = decodeUdpAnswer(bytes, family as 4 | 6);
        if (!decoded.ok) expect(decoded.failure).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
