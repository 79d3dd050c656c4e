import { describe, expect, it } from 'vitest';
import { usableTiers } from '../src/io/tracker/usable-tiers.ts';
import { silentLogger } from '../src/logger.ts';

const tiersOf = (tiers: readonly (readonly string[])[]): { lines: string[]; tiers: readonly (readonly string[])[] } => {
  const lines: string[] = [];
  const log = { ...silentLogger, warn: (_: unknown, text: string) => void lines.push(text) };
  return { tiers: usableTiers(tiers, () => 0.999, log), lines };
};

describe('the trackers of a metainfo file', () => {
  it('of known kinds are kept, each in its tier', () => {
    const tiers = [
      ['http://127.0.0.1:1/announce', 'udp://[::1]:2'],
      ['https://tracker.invalid/announce?k=v', 'udp://tracker.invalid:3/announce'],
    ];
    expect(tiersOf(tiers)).toEqual({ tiers, lines: [] });
  });

  it.each([
    ['wss://tracker.invalid/', 'trackers of wss: are not supported; http:, https: and udp: are'],
    ['tracker.invalid/announce', 'it is not a URL; write http://HOST:PORT/announce'],
    [
      'udp://tracker.invalid/announce',
      'its host or port is missing, UDP has no usual one; write udp://HOST:PORT/announce',
    ],
    ['udp://:80', /it is not a URL|host or port is missing/],
    ['udp://tracker.invalid:0', /host or port is missing/],
    ['udp://tracker.invalid:65536', /not a URL/],
    [`http://x/${'y'.repeat(1024)}`, 'its URL is longer than 1024 characters'],
  ])('%s is skipped with one line', (url, reason) => {
    const { tiers, lines } = tiersOf([[url, 'http://a/announce'], [url]]);
    expect(tiers).toEqual([['http://a/announce']]);
    expect(lines).toHaveLength(2);
    const [start, end] = [`the tracker ${url.slice(0, 200)} is skipped: `, typeof reason === 'string' ? reason : ''];
    expect(lines[0]?.startsWith(start) && lines[0].endsWith(end)).toBe(true);
    if (typeof reason !== 'string') expect(lines[0]).toMatch(reason);
  });

  it('are shuffled inside their tier only, each order as likely as any other (BEP 12)', () => {
    const tier = ['http://a/announce', 'http://b/announce', 'http://c/announce'];
    const orders = new Map<string, number>();
    let state = 1;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    for (let i = 0; i < 6_000; i++) {
      const [first = [], second] = usableTiers([tier, ['http://z/announce']], random, silentLogger);
      expect(second).toEqual(['http://z/announce']);
      const order = first.map((url) => url[7]).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect([...orders.keys()].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of orders.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
