import {
  type AnnounceRequest,
  encodeAnnounceQuery,
  encodeUdpRequest,
  parseAnnounceQuery,
  parseUdpRequest,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counting, latin1 } from './support/bytes.ts';

const HASH = '%12%34%56%78%9a%bc%de%f1%23%45%67%89%ab%cd%ef%12%34%56%78%9a';
const ID = '-SE0100-abcdefghijkl';
const AMOUNTS = 'uploaded=1&downloaded=2&left=3';
const RIGHT = `info_hash=${HASH}&peer_id=${ID}&port=6881&${AMOUNTS}`;

function request(query: string): AnnounceRequest {
  const parsed = parseAnnounceQuery(query);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.request;
}

function failure(query: string): string {
  const parsed = parseAnnounceQuery(query);
  return parsed.ok ? 'no failure' : parsed.failure;
}

/** What a tracker reads of the same announce over UDP. */
function overUdp(left: bigint): number | undefined {
  const { infoHash, peerId, port } = request(RIGHT);
  const announce = { infoHash, peerId, port, uploaded: 0, downloaded: 0, left: 0, compact: true, noPeerId: true };
  const bytes = encodeUdpRequest({
    type: 'announce',
    connectionId: counting(8),
    transactionId: 1,
    announce,
    urlData: '',
  });
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(64, left);
  const parsed = parseUdpRequest(bytes);
  return parsed.ok && parsed.request.type === 'announce' ? parsed.request.announce.left : undefined;
}

describe('parseAnnounceQuery', () => {
  test('reads what is needed, and takes the usual for the rest', () => {
    expect(request(RIGHT)).toEqual({
      infoHash: latin1('\x12\x34\x56\x78\x9a\xbc\xde\xf1\x23\x45\x67\x89\xab\xcd\xef\x12\x34\x56\x78\x9a'),
      peerId: latin1(ID),
      port: 6881,
      uploaded: 1,
      downloaded: 2,
      left: 3,
      compact: true,
      noPeerId: false,
    });
    expect(request(`?${RIGHT}`)).toEqual(request(RIGHT));
  });

  test('reads all the rest', () => {
    const rest =
      'event=started&numwant=-1&compact=0&no_peer_id=1&key=a%20b&ip=::ffff:10.0.0.1&trackerid=%C3%BC&corrupt=0&supportcrypto=1&redundant';
    expect(request(`${RIGHT}&${rest}`)).toMatchObject({
      event: 'started',
      numwant: -1,
      compact: false,
      noPeerId: true,
      key: 'a b',
      ip: '10.0.0.1',
      trackerId: 'ü',
    });
  });

  test('raw bytes: escapes of either case, unescaped ones, and a + that is a plus', () => {
    const peerId = request(RIGHT.replace(ID, "A%2fb%2F+%2B~*'()!;:@$/?%26=")).peerId;
    expect(peerId).toEqual(latin1("A/b/++~*'()!;:@$/?&="));
  });

  test.each([
    ['event=', undefined],
    ['event=paused', undefined],
    ['event=stopped', 'stopped'],
    ['event=completed', 'completed'],
  ])('%s', (event, read) => {
    expect(request(`${RIGHT}&${event}`).event).toBe(read);
  });

  test.each([
    ['compact=1', true],
    ['compact=', true],
    ['compact=yes', true],
    ['compact=0', false],
  ])('%s', (compact, read) => {
    expect(request(`${RIGHT}&${compact}`).compact).toBe(read);
  });

  test.each([2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 2n, 2n ** 64n - 1n])(
    'the amount %d, which may mean "not known", is the largest number, as it is over UDP',
    (left) => {
      expect(request(RIGHT.replace('left=3', `left=${left}`)).left).toBe(Number.MAX_SAFE_INTEGER);
      expect(overUdp(left)).toBe(Number.MAX_SAFE_INTEGER);
    },
  );

  test.each([2n ** 64n, 2n ** 64n + 1n, 2n ** 64n + 1_024n, 2n ** 64n + 4_096n, 10n ** 20n - 1n, 10n ** 20n, -1n])(
    'the amount %d has no place in 64 bits: that is said with the right bound',
    (left) => {
      expect(parseAnnounceQuery(RIGHT.replace('left=3', `left=${left}`))).toEqual({
        ok: false,
        failure: 'left is not an integer from 0 to 2^64 - 1',
      });
    },
  );

  test('a host name as ip is not looked up', () => {
    expect(request(`${RIGHT}&ip=tracker.example`).ip).toBeUndefined();
  });

  test.each([
    ['', 'info_hash is missing'],
    [RIGHT.replace(`info_hash=${HASH}&`, ''), 'info_hash is missing'],
    [RIGHT.replace(HASH, ''), 'info_hash has 0 bytes, it has 20'],
    [RIGHT.replace(HASH, '%12'.repeat(19)), 'info_hash has 19 bytes, it has 20'],
    [RIGHT.replace(HASH, '%12'.repeat(21)), 'info_hash has 21 bytes, it has 20'],
    [RIGHT.replace(HASH, `${'%12'.repeat(19)}%1`), 'info_hash has a % without two hexadecimal digits'],
    [RIGHT.replace(HASH, `${'%12'.repeat(19)}%1g`), 'info_hash has a % without two hexadecimal digits'],
    [RIGHT.replace(HASH, '%EF%BF%BD'.repeat(8)), 'info_hash has 24 bytes, it has 20'],
    [RIGHT.replace(`peer_id=${ID}&`, ''), 'peer_id is missing'],
    [RIGHT.replace(ID, 'short'), 'peer_id has 5 bytes, it has 20'],
    [RIGHT.replace('port=6881&', ''), 'port is missing'],
    [RIGHT.replace('6881', '65536'), 'port is not an integer from 0 to 65535'],
    [RIGHT.replace('6881', '-1'), 'port is not an integer from 0 to 65535'],
    [RIGHT.replace('6881', '6881x'), 'port is not an integer from 0 to 65535'],
    [RIGHT.replace('6881', '0x1a'), 'port is not an integer from 0 to 65535'],
    [RIGHT.replace('6881', '1e3'), 'port is not an integer from 0 to 65535'],
    [RIGHT.replace('6881', ''), 'port is not an integer from 0 to 65535'],
    [RIGHT.replace('uploaded=1&', ''), 'uploaded is missing'],
    [RIGHT.replace('downloaded=2&', ''), 'downloaded is missing'],
    [RIGHT.replace('&left=3', ''), 'left is missing'],
    [RIGHT.replace('left=3', 'left=-3'), expect.stringMatching(/^left is not an integer from 0 /)],
    [RIGHT.replace('left=3', 'left=99999999999999999999'), expect.stringMatching(/^left is not an integer from 0 /)],
    [RIGHT.replace('left=3', `left=${'9'.repeat(400)}`), expect.stringMatching(/^left is not an integer from 0 /)],
    [`${RIGHT}&event=begun`, 'event is not started, completed or stopped'],
    [`${RIGHT}&numwant=some`, expect.stringMatching(/^numwant is not an integer/)],
    [`${RIGHT}&numwant=3000000000`, expect.stringMatching(/^numwant is not an integer/)],
    [`${RIGHT}&port=6882`, 'port is given 2 times'],
    [`${RIGHT}&info_hash=${HASH}`, 'info_hash is given 2 times'],
    [`${RIGHT}&event=started&event=stopped&event=`, 'event is given 3 times'],
    [`${RIGHT}&key=${'k'.repeat(129)}`, 'key is longer than 128 bytes'],
    [`${RIGHT}&x=${'x'.repeat(9000)}`, 'query is longer than 8192 characters'],
  ])('case %#: a failure that may be shown', (query, text) => {
    expect(failure(query)).toEqual(text);
  });

  test('any query: a request, or a failure of names and numbers only', () => {
    const part = fc.tuple(
      fc.constantFrom('info_hash', 'peer_id', 'port', 'left', 'event', 'key', 'x'),
      fc.string({ unit: 'binary' }),
    );
    const query = fc.array(part).map((parts) => parts.map(([name, value]) => `${name}=${value}`).join('&'));
    fc.assert(
      fc.property(
        fc.oneof(
          query,
          query.map((q) => `${RIGHT}&${q}`),
          fc.string({ unit: 'binary' }),
        ),
        (raw) => {
          const parsed = parseAnnounceQuery(raw);
          if (!parsed.ok) expect(parsed.failure).toMatch(/^[A-Za-z0-9_ %,]+$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('encodeAnnounceQuery', () => {
  test('escapes bytes, and never writes a +', () => {
    const infoHash = latin1('+ %&=#az09-._~\x00\x7f\x80\xff/?');
    const base = {
      infoHash,
      peerId: latin1(ID),
      port: 1,
      uploaded: 0,
      downloaded: 0,
      left: 0,
      compact: true,
      noPeerId: false,
    };
    expect(encodeAnnounceQuery(base)).toBe(
      `info_hash=%2B%20%25%26%3D%23az09-._~%00%7F%80%FF%2F%3F&peer_id=${ID}&port=1&uploaded=0&downloaded=0&left=0&compact=1`,
    );
    expect(
      encodeAnnounceQuery({
        ...base,
        compact: false,
        noPeerId: true,
        event: 'stopped',
        numwant: 0,
        key: '+ü',
        ip: '::1',
        trackerId: '&',
      }),
    ).toMatch(/&compact=0&no_peer_id=1&event=stopped&numwant=0&key=%2B%C3%BC&ip=%3A%3A1&trackerid=%26$/);
  });

  test('what is written is read', () => {
    const hash = fc.uint8Array({ minLength: 20, maxLength: 20 });
    const amount = fc.maxSafeNat();
    const requests: fc.Arbitrary<AnnounceRequest> = fc.record(
      {
        infoHash: hash,
        peerId: hash,
        port: fc.nat(65535),
        uploaded: amount,
        downloaded: amount,
        left: amount,
        compact: fc.boolean(),
        noPeerId: fc.boolean(),
        event: fc.constantFrom('started', 'completed', 'stopped'),
        numwant: fc.integer(),
        key: fc.string({ maxLength: 20 }),
        ip: fc.ipV4(),
        trackerId: fc.string({ maxLength: 20, unit: 'grapheme' }),
      },
      {
        requiredKeys: ['infoHash', 'peerId', 'port', 'uploaded', 'downloaded', 'left', 'compact', 'noPeerId'],
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(requests, (sent) => {
        const query = encodeAnnounceQuery(sent);
        expect(query).toMatch(/^[\x21-\x7e]*$/);
        expect(query).not.toContain('+');
        expect(request(query)).toEqual(sent);
      }),
    );
  });

  test('every byte passes, wherever it stands', () => {
    for (let from = 0; from < 256; from += 1) {
      const base = {
        infoHash: counting(20, from),
        peerId: counting(20, from),
        port: 1,
        uploaded: 0,
        downloaded: 0,
        left: 0,
      };
      const sent = { ...base, compact: true, noPeerId: false };
      expect(request(encodeAnnounceQuery(sent))).toEqual(sent);
    }
  });
});
