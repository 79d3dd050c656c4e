import {
  type AnnounceAnswer,
  type BencodeInput,
  decodeAnnounceAnswer,
  encodeAnnounceAnswer,
  encodeBencode,
  encodeFailure,
  MAX_ANSWER_LENGTH,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, latin1 } from './support/bytes.ts';

const COMPACT = { compact: true, noPeerId: false };
const LONG = { compact: false, noPeerId: false };
const seed = { ip: '127.0.0.2', port: 6881, peerId: latin1('-SE0100-abcdefghijkl') };
const leech = { ip: '127.0.0.3', port: 6882 };
const six = { ip: '::1', port: 6883 };

function answerOf(bytes: Uint8Array): AnnounceAnswer {
  const decoded = decodeAnnounceAnswer(bytes);
  if (!decoded.ok) throw new Error(decoded.failure);
  return decoded.answer;
}

function failureOf(value: BencodeInput): string {
  const decoded = decodeAnnounceAnswer(encodeBencode(value));
  return decoded.ok ? 'no failure' : decoded.failure;
}

describe('encodeAnnounceAnswer', () => {
  test('compact, byte by byte (BEP 23)', () => {
    const answer = { interval: 1800, minInterval: 60, complete: 1, incomplete: 2, downloaded: 3, peers: [seed, leech] };
    expect(asLatin1(encodeAnnounceAnswer({ ...answer, trackerId: 't', warning: 'w' }, COMPACT))).toBe(
      'd8:completei1e10:downloadedi3e10:incompletei2e8:intervali1800e12:min intervali60e' +
        '5:peers12:\x7f\0\0\x02\x1a\xe1\x7f\0\0\x03\x1a\xe210:tracker id1:t15:warning message1:we',
    );
  });

  test('no peers: an empty string, and peers6 only when there are any (BEP 7)', () => {
    expect(asLatin1(encodeAnnounceAnswer({ interval: 5, peers: [] }, COMPACT))).toBe('d8:intervali5e5:peers0:e');
    const both = asLatin1(encodeAnnounceAnswer({ interval: 5, peers: [six, leech] }, COMPACT));
    expect(both).toBe(`d8:intervali5e5:peers6:\x7f\0\0\x03\x1a\xe26:peers618:${'\0'.repeat(15)}\x01\x1a\xe3e`);
  });

  test('dictionaries, with ids where they are known and wanted', () => {
    const answer = { interval: 5, peers: [seed, six] };
    expect(asLatin1(encodeAnnounceAnswer(answer, LONG))).toBe(
      'd8:intervali5e5:peersld2:ip9:127.0.0.27:peer id20:-SE0100-abcdefghijkl4:porti6881eed2:ip3:::14:porti6883eeee',
    );
    expect(asLatin1(encodeAnnounceAnswer(answer, { ...LONG, noPeerId: true }))).not.toContain('peer id');
  });

  test('a failure', () => {
    expect(asLatin1(encodeFailure('port is missing'))).toBe('d14:failure reason15:port is missinge');
  });

  test.each([
    [1, 'i1e'],
    [60, 'i1e'],
    [61, 'i2e'],
    [Number.POSITIVE_INFINITY, '5:never'],
  ])('and to stay away for %d s (BEP 31)', (retryIn, written) => {
    const bytes = encodeFailure('no', retryIn);
    expect(asLatin1(bytes)).toBe(`d14:failure reason2:no8:retry in${written}e`);
    const told = Number.isFinite(retryIn) ? Math.ceil(retryIn / 60) * 60 : retryIn;
    expect(decodeAnnounceAnswer(bytes)).toEqual({ ok: false, failure: 'no', retryIn: told });
  });
});

describe('decodeAnnounceAnswer', () => {
  test('both forms of peers, and peers6', () => {
    const answer = { interval: 5, peers: [seed, leech, six] };
    expect(answerOf(encodeAnnounceAnswer(answer, LONG))).toEqual(answer);
    expect(answerOf(encodeAnnounceAnswer(answer, COMPACT))).toEqual({
      interval: 5,
      peers: [{ ip: seed.ip, port: seed.port }, leech, six],
    });
  });

  test('no peers at all', () => {
    expect(answerOf(encodeBencode({ interval: 0 }))).toEqual({ interval: 0, peers: [] });
  });

  test('keys out of order and white space at the end, as some trackers send them', () => {
    expect(answerOf(latin1('d5:peers0:8:intervali5ee\n')).interval).toBe(5);
  });

  test('peers that can not be dialled are left out', () => {
    const peers = [
      { ip: 'host.example', port: 1 },
      { ip: '1.2.3.4', port: 0 },
      { ip: '1.2.3.4', port: 65536 },
      { ip: '1.2.3.4', port: '80' },
      { ip: 7, port: 1 },
      { port: 1 },
      {},
      { ip: '::ffff:1.2.3.4', port: 9, 'peer id': 'short' },
    ];
    expect(answerOf(encodeBencode({ interval: 5, peers })).peers).toEqual([{ ip: '1.2.3.4', port: 9 }]);
  });

  test('fields that are not needed are passed over when they are wrong', () => {
    const odd = {
      complete: -1,
      incomplete: 'x',
      downloaded: [],
      'min interval': {},
      'tracker id': 5,
      'warning message': 5,
    };
    expect(answerOf(encodeBencode({ interval: 5, ...odd }))).toEqual({ interval: 5, peers: [] });
  });

  test('an interval fits into a timer', () => {
    const far = answerOf(encodeBencode({ interval: Number.MAX_SAFE_INTEGER, 'min interval': 2 ** 40 }));
    expect(far.interval * 1000).toBeLessThan(2 ** 31);
    expect((far.minInterval ?? 0) * 1000).toBeLessThan(2 ** 31);
  });

  test.each<[BencodeInput, string | RegExp]>([
    [{ 'failure reason': 'torrent unknown', interval: 5 }, 'torrent unknown'],
    [{ 'failure reason': '\x1b[31mred\n' }, ' [31mred '],
    [{ 'failure reason': 'x'.repeat(600) }, 'x'.repeat(500)],
    [{ 'failure reason': '' }, 'the tracker refused and gave no reason'],
    [{ 'failure reason': 5 }, 'the tracker refused and gave no reason'],
    [[], 'the answer of the tracker is not a dictionary'],
    [{}, /^the answer of the tracker is wrong: interval is not there/],
    [{ interval: -1 }, /interval is not there or no number of seconds/],
    [{ interval: 'soon' }, /interval is not there or no number of seconds/],
    [{ interval: 5, peers: 'abcde' }, /compact peers of 5 bytes, IPv4 takes 6/],
    [{ interval: 5, peers6: 'abcdef' }, /compact peers of 6 bytes, IPv6 takes 18/],
    [{ interval: 5, peers: 7 }, /peers is neither a string nor a list/],
    [{ interval: 5, peers: {} }, /peers is neither a string nor a list/],
    [{ interval: 5, peers: ['x'] }, /a peer in the list is not a dictionary/],
  ])('%j', (value, text) => {
    expect(failureOf(value)).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
  });

  test.each([
    ['', /nothing is there/],
    ['<html>502 Bad Gateway', /^the answer of the tracker is not bencode: byte 0: found "<"/],
    ['d8:intervali5e5:peers6:abce', /a string of 6 bytes, but only 4 are left/],
    [`d8:intervali5e5:peers${MAX_ANSWER_LENGTH}:${'x'.repeat(MAX_ANSWER_LENGTH)}e`, /at most 524288 are read/],
  ])('rubbish, case %#', (bytes, text) => {
    expect(decodeAnnounceAnswer(latin1(bytes))).toEqual({ ok: false, failure: expect.stringMatching(text) });
  });

  test.each<[BencodeInput, number | undefined]>([
    [15, 900],
    ['15', 900],
    [0, 0],
    ['never', Number.POSITIVE_INFINITY],
    [2 ** 40, Number.POSITIVE_INFINITY],
    [-1, undefined],
    ['soon', undefined],
    [[], undefined],
  ])('how long to stay away, in minutes (BEP 31): %j', (minutes, retryIn) => {
    const bytes = encodeBencode({ 'failure reason': 'overloaded', 'retry in': minutes });
    expect(decodeAnnounceAnswer(bytes)).toEqual({
      ok: false,
      failure: 'overloaded',
      ...(retryIn !== undefined && { retryIn }),
    });
  });

  test('an answer that is cut anywhere is rubbish', () => {
    const bytes = encodeAnnounceAnswer({ interval: 5, peers: [seed, six] }, LONG);
    for (let end = 0; end < bytes.length; end += 1) expect(decodeAnnounceAnswer(bytes.subarray(0, end)).ok).toBe(false);
  });

  test('any bytes: an answer or a failure in words', () => {
    const good = encodeAnnounceAnswer({ interval: 5, peers: [seed, six], warning: 'w' }, LONG);
    const changed = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => good.with(at, byte));
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array()), (bytes) => {
        const decoded = decodeAnnounceAnswer(bytes);
        if (!decoded.ok) expect(decoded.failure).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('what is written is read', () => {
    const count = fc.nat();
    const peer = fc.record({ ip: fc.ipV4(), port: fc.integer({ min: 1, max: 65535 }) }, { noNullPrototype: true });
    const answers: fc.Arbitrary<AnnounceAnswer> = fc.record(
      {
        interval: fc.nat(1e6),
        minInterval: fc.nat(1e6),
        complete: count,
        incomplete: count,
        downloaded: count,
        peers: fc.array(peer),
      },
      { requiredKeys: ['interval', 'peers'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(answers, fc.boolean(), (answer, compact) => {
        expect(answerOf(encodeAnnounceAnswer(answer, { compact, noPeerId: false }))).toEqual(answer);
      }),
    );
  });

  test('peer ids that are not 20 bytes long are dropped, others kept', () => {
    const peers = [{ ip: '1.2.3.4', port: 1, 'peer id': counting(20) }];
    expect(answerOf(encodeBencode({ interval: 5, peers })).peers[0]?.peerId).toEqual(counting(20));
  });
});
