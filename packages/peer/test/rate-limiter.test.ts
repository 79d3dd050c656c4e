import { payloadRate, wireBytes } from '@seedbed/netem';
import { BLOCK_LENGTH } from '@seedbed/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateLimiter, type Turn } from '../src/io/net/rate-limiter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const UNLIMITED = Number.POSITIVE_INFINITY;
/** A block each millisecond, with the headers of its frames. */
const RATE = wireBytes(BLOCK_LENGTH) * 1000;

const limiter = (rate: number, outer?: RateLimiter) => new RateLimiter(rate, () => performance.now(), outer);

/** A connection that always has one more block to send. */
class Greedy {
  blocks = 0;
  #turn: Turn | undefined;
  readonly #limiter: RateLimiter;

  constructor(limiter: RateLimiter) {
    this.#limiter = limiter;
    this.#ask();
  }

  leave(): void {
    this.#turn?.cancel();
  }

  #ask(): void {
    do {
      this.#turn = this.#limiter.ask(BLOCK_LENGTH, () => {
        this.blocks++;
        this.#ask();
      });
      if (this.#turn === undefined) this.blocks++;
    } while (this.#turn === undefined);
  }
}

/** Blocks that went in a second, after a second to come to rest. */
const ratesOf = (greedy: readonly Greedy[]): number[] => {
  vi.advanceTimersByTime(1000);
  const before = greedy.map(({ blocks }) => blocks);
  vi.advanceTimersByTime(1000);
  return greedy.map(({ blocks }, index) => blocks - (before[index] ?? 0));
};

/** As many as are expected, but for what the start and the end of the second cut off. */
const about = (expected: number) => ({
  asymmetricMatch: (blocks: number) => Math.abs(blocks - expected) <= expected / 50 + 2,
});

describe('RateLimiter', () => {
  it('lets everything go at once without a limit, and counts nothing', () => {
    const daemon = limiter(UNLIMITED);
    const torrent = limiter(UNLIMITED, daemon);
    for (let i = 0; i < 1000; i++) expect(torrent.ask(1e9, () => {})).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shares the rate between connections', () => {
    const daemon = limiter(RATE);
    expect(ratesOf([new Greedy(daemon), new Greedy(daemon)])).toEqual([about(500), about(500)]);
  });

  it('keeps each torrent to its own limit and all of them to that of the daemon', () => {
    const daemon = limiter(RATE);
    const slow = limiter(RATE / 10, daemon);
    const fast = limiter(RATE * 10, daemon);
    const free = limiter(UNLIMITED, daemon);
    const connections = [slow, fast, free].map((torrent) => new Greedy(torrent));
    expect(ratesOf(connections)).toEqual([about(100), about(450), about(450)]);
  });

  it('does not hold up a torrent because another waits for its own limit', () => {
    const daemon = limiter(RATE);
    const slow = limiter(1, daemon);
    const connections = [new Greedy(slow), new Greedy(slow), new Greedy(limiter(UNLIMITED, daemon))];
    expect(ratesOf(connections)).toEqual([0, 0, about(1000)]);
  });

  it('takes a new rate at once, also for those who have waited long already', () => {
    const daemon = limiter(UNLIMITED);
    const torrent = limiter(1, daemon);
    const connection = new Greedy(torrent);
    expect(ratesOf([connection])).toEqual([0]);
    torrent.setRate(RATE);
    expect(torrent.rate).toBe(RATE);
    expect(ratesOf([connection])).toEqual([about(1000)]);
    torrent.setRate(RATE / 10);
    expect(ratesOf([connection])).toEqual([about(100)]);
    daemon.setRate(RATE / 100);
    expect(ratesOf([connection])).toEqual([about(10)]);
    daemon.setRate(RATE);
    expect(ratesOf([connection])).toEqual([about(100)]);
    connection.leave();
  });

  it('lets everybody go who waits when the limit is lifted', () => {
    const daemon = limiter(1);
    const gone: number[] = [];
    daemon.ask(BLOCK_LENGTH, () => {});
    daemon.ask(BLOCK_LENGTH, () => {});
    for (const number of [1, 2, 3]) expect(daemon.ask(BLOCK_LENGTH, () => gone.push(number))).toBeDefined();
    daemon.setRate(UNLIMITED);
    expect(gone).toEqual([1, 2, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(['inner', 'outer'])('forgets a turn that was cancelled while it waited at the %s limit', (place) => {
    const daemon = limiter(place === 'outer' ? 1 : UNLIMITED);
    const torrent = limiter(place === 'inner' ? 1 : RATE, daemon);
    for (let i = 0; i < 2; i++) torrent.ask(BLOCK_LENGTH, () => {});
    const gone: string[] = [];
    const cancelled = torrent.ask(1, () => gone.push('cancelled'));
    torrent.ask(1, () => gone.push('next'));
    vi.advanceTimersByTime(10);
    cancelled?.cancel();
    daemon.setRate(UNLIMITED);
    torrent.setRate(UNLIMITED);
    expect(gone).toEqual(['next']);
  });

  it('lets those who wait pay for what could not: messages and acknowledgements', () => {
    const daemon = limiter(RATE);
    const torrent = limiter(UNLIMITED, daemon);
    const connection = new Greedy(torrent);
    const often = setInterval(() => torrent.charge(wireBytes(BLOCK_LENGTH)), 4);
    expect(ratesOf([connection])).toEqual([about(750)]);
    clearInterval(often);
    expect(ratesOf([connection])).toEqual([about(1000)]);
  });

  it('leaves half of its rate to blocks, however much could not wait, and remembers a burst of it at most', () => {
    const torrent = limiter(RATE);
    const connection = new Greedy(torrent);
    const often = setInterval(() => torrent.charge(RATE), 4);
    expect(ratesOf([connection])).toEqual([about(500)]);
    clearInterval(often);
    vi.advanceTimersByTime(200);
    expect(ratesOf([connection])).toEqual([about(1000)]);
  });

  it('charges every limit that is around it, each by its own rate', () => {
    const daemon = limiter(RATE * 2);
    const torrent = limiter(RATE, daemon);
    const connections = [new Greedy(torrent), new Greedy(limiter(UNLIMITED, daemon))];
    const often = setInterval(() => torrent.charge(wireBytes(BLOCK_LENGTH)), 4);
    expect(ratesOf(connections)).toEqual([about(750), about(1000)]);
    clearInterval(often);
  });

  it('says what is left for our own bytes', () => {
    const daemon = limiter(RATE);
    expect(limiter(UNLIMITED, daemon).narrowest).toBe(payloadRate(RATE));
    expect(limiter(RATE / 2, daemon).narrowest).toBe(payloadRate(RATE / 2));
    expect(limiter(UNLIMITED).narrowest).toBe(UNLIMITED);
  });

  it.each([0, -1, Number.NaN])('refuses a rate of %d', (rate) => {
    expect(() => limiter(1).setRate(rate)).toThrow(RangeError);
  });
});
