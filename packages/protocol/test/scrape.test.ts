import {
  decodeScrapeAnswer,
  encodeBencode,
  encodeFailure,
  encodeScrapeAnswer,
  encodeScrapeQuery,
  parseScrapeQuery,
  type ScrapeEntry,
  scrapeUrl,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, latin1 } from './support/bytes.ts';

describe('scrapeUrl (the examples of BEP 48)', () => {
  test.each([
    ['http://example.com/announce', 'http://example.com/scrape'],
    ['http://example.com/x/announce', 'http://example.com/x/scrape'],
    ['http://example.com/announce.php', 'http://example.com/scrape.php'],
    ['http://example.com/a', undefined],
    ['http://example.com/announce?x2%0644', 'http://example.com/scrape?x2%0644'],
    ['http://example.com/announce?x=2/4', undefined],
    ['http://example.com/x%064announce', undefined],
    ['announce', undefined],
    ['', undefined],
  ])('%s', (announce, scrape) => {
    expect(scrapeUrl(announce)).toBe(scrape);
  });
});

describe('parseScrapeQuery', () => {
  const hash = '%00'.repeat(20);

  test('none, one, several, and one that is given twice', () => {
    expect(parseScrapeQuery('')).toEqual({ ok: true, infoHashes: [] });
    expect(parseScrapeQuery(`?info_hash=${hash}`)).toEqual({ ok: true, infoHashes: [new Uint8Array(20)] });
    expect(parseScrapeQuery(`info_hash=${hash}&info_hash=${'a'.repeat(20)}&info_hash=${hash}&x=1`)).toEqual({
      ok: true,
      infoHashes: [new Uint8Array(20), latin1('a'.repeat(20))],
    });
  });

  test.each([
    [`info_hash=${hash}&info_hash=x`, 'info_hash has 1 bytes, it has 20'],
    ['info_hash=%', 'info_hash has a % without two hexadecimal digits'],
    ['x'.repeat(9000), 'query is longer than 8192 characters'],
  ])('case %#: a failure that may be shown', (query, failure) => {
    expect(parseScrapeQuery(query)).toEqual({ ok: false, failure });
  });
});

describe('encodeScrapeAnswer', () => {
  test('the keys are raw info hashes, in the order of their bytes', () => {
    const [high, low] = [counting(20, 0xe0), counting(20, 1)];
    const entry = { complete: 1, downloaded: 2, incomplete: 3 };
    expect(
      asLatin1(
        encodeScrapeAnswer([
          { infoHash: high, ...entry },
          { infoHash: low, ...entry },
        ]),
      ),
    ).toBe(
      `d5:filesd20:${asLatin1(low)}d8:completei1e10:downloadedi2e10:incompletei3ee` +
        `20:${asLatin1(high)}d8:completei1e10:downloadedi2e10:incompletei3eeee`,
    );
    expect(asLatin1(encodeScrapeAnswer([]))).toBe('d5:filesdee');
  });
});

describe('encodeScrapeQuery', () => {
  test('what is written is read', () => {
    const hash = fc.uint8Array({ minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(fc.uniqueArray(hash, { maxLength: 74, selector: String }), (infoHashes) => {
        expect(parseScrapeQuery(encodeScrapeQuery(infoHashes))).toEqual({ ok: true, infoHashes });
      }),
    );
  });
});

describe('decodeScrapeAnswer', () => {
  const counts = { complete: 1, downloaded: 2, incomplete: 3 };

  function torrents(bytes: Uint8Array): readonly ScrapeEntry[] {
    const decoded = decodeScrapeAnswer(bytes);
    if (!decoded.ok) throw new Error(decoded.failure);
    return decoded.torrents;
  }

  test('info hashes of any bytes: no UTF-8, all ASCII, a byte order mark, the name of a prototype', () => {
    const entries = [
      counting(20, 0xe0),
      latin1('abcdefghijklmnopqrst'),
      latin1('\xef\xbb\xbf45678901234567890'),
      latin1('\0'.repeat(20)),
      latin1('\xff'.repeat(20)),
      latin1('eeeeeeeeeeeeeeeeeeee'),
    ].map((infoHash, i) => ({ infoHash, complete: i, downloaded: i, incomplete: i }));
    const byHash = (a: ScrapeEntry, b: ScrapeEntry): number => (asLatin1(a.infoHash) < asLatin1(b.infoHash) ? -1 : 1);
    const body = Buffer.from(encodeScrapeAnswer(entries));
    const read = torrents(body);
    body.fill(0);
    expect(read).toEqual(entries.toSorted(byHash));
  });

  test('what is written is read', () => {
    const count = fc.nat();
    const entry = fc.record(
      {
        infoHash: fc.uint8Array({ minLength: 20, maxLength: 20 }),
        complete: count,
        downloaded: count,
        incomplete: count,
      },
      { requiredKeys: ['infoHash', 'complete', 'incomplete'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ infoHash }) => String(infoHash) }), (entries) => {
        const read = torrents(encodeScrapeAnswer(entries));
        expect(read).toHaveLength(entries.length);
        expect(read).toEqual(expect.arrayContaining(entries));
      }),
    );
  });

  test('fields that nobody asked for, deep ones too, and white space at the end', () => {
    const files = new Map([[counting(20), { ...counts, name: 'film', more: [{ a: [[], {}, 'e'] }, -5] }]]);
    const bytes = encodeBencode({ files, flags: { min_request_interval: 900 }, a: [[{ files: {} }]] });
    expect(torrents(Uint8Array.of(...bytes, 10))).toEqual([{ infoHash: counting(20), ...counts }]);
  });

  test('torrents without counts, and keys that are no info hash, are left out', () => {
    const files = new Map<Uint8Array, object>([
      [counting(20, 1), { complete: 1, incomplete: -1 }],
      [counting(20, 2), { incomplete: 1 }],
      [counting(20, 3), ['x']],
      [counting(20, 4), { complete: 4, incomplete: 4, downloaded: 'many' }],
      [counting(19, 5), counts],
    ]) as Map<Uint8Array, typeof counts>;
    expect(torrents(encodeBencode({ files }))).toEqual([{ infoHash: counting(20, 4), complete: 4, incomplete: 4 }]);
  });

  test('an empty dictionary, and the empty list that some trackers send for it', () => {
    expect(torrents(latin1('d5:filesdee'))).toEqual([]);
    expect(torrents(latin1('d5:fileslee'))).toEqual([]);
  });

  test.each([
    [encodeFailure('not here'), 'not here'],
    [latin1('d14:failure_reason8:not heree'), 'not here'],
    [latin1('de'), 'the answer of the tracker has no files'],
    [latin1('le'), 'the answer of the tracker has no files'],
    [latin1('<html>'), /^the answer of the tracker is not bencode: byte 0: found "<"/],
    [latin1('d5:filesd2:aai1e2:aai1eee'), /^the answer of the tracker is not bencode: .*the key "aa" is there twice/],
    [latin1(`d5:files${'l'.repeat(100)}${'e'.repeat(100)}e`), /nested deeper than 64/],
    [latin1(`d1:a600000:${'x'.repeat(600_000)}e`), /at most 524288 are read/],
  ])('case %#: a failure in words', (bytes, failure) => {
    const text = typeof failure === 'string' ? failure : expect.stringMatching(failure);
    expect(decodeScrapeAnswer(bytes)).toEqual({ ok: false, failure: text });
  });

  test('an answer that is cut anywhere is rubbish', () => {
    const bytes = encodeScrapeAnswer([{ infoHash: counting(20, 0xe0), ...counts }]);
    for (let end = 0; end < bytes.length; end += 1) expect(decodeScrapeAnswer(bytes.subarray(0, end)).ok).toBe(false);
  });

  test('any bytes: an answer or a failure in words', () => {
    const good = encodeScrapeAnswer([
      { infoHash: counting(20, 0xe0), ...counts },
      { infoHash: counting(20, 0x30), ...counts },
    ]);
    const changed = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => good.with(at, byte));
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array()), (bytes) => {
        const decoded = decodeScrapeAnswer(bytes);
        if (!decoded.ok) expect(decoded.failure).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
