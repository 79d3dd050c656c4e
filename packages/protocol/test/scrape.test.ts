import { encodeScrapeAnswer, parseScrapeQuery, scrapeUrl } from '@seedbed/protocol';
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
