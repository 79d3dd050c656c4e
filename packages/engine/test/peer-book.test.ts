import { describe, expect, it } from 'vitest';
import { PeerBook } from '../src/peer-book.ts';

const address = (port: number) => ({ ip: '127.0.0.1', port });

/** Draws that leave addresses in the order in which they came. */
const inOrder = (): (() => number) => {
  let drawn = 0;
  return () => ++drawn / 10_000;
};

const bookOf = (...ports: number[]): PeerBook => {
  const book = new PeerBook(inOrder());
  book.add(ports.map(address), 0);
  return book;
};

describe('PeerBook', () => {
  it('names each address once, in the order in which they came', () => {
    const book = bookOf(1, 2, 1);
    book.add([address(2), address(3)], 10);
    expect([book.dial(10), book.dial(10), book.dial(10), book.dial(10)]).toEqual([
      address(1),
      address(2),
      address(3),
      undefined,
    ]);
    expect(book.dialling).toBe(3);
  });

  it('dials those of one answer in an order that is drawn, behind those that are due for longer', () => {
    const lots = [0.1, 0.9, 0.5];
    const book = new PeerBook(() => lots.shift() ?? 0);
    book.add([address(1)], 0);
    book.add([address(2), address(3)], 10);
    expect([book.dial(10), book.dial(10), book.dial(10)]).toEqual([address(1), address(3), address(2)]);
  });

  it('waits twice as long after each failure in a row, ten minutes at most', () => {
    const book = bookOf(1);
    const waits: number[] = [];
    let now = 0;
    for (let times = 0; times < 10; times++) {
      expect(book.dial(now)).toEqual(address(1));
      book.failed(address(1), now);
      expect(book.dialling).toBe(0);
      waits.push((book.nextRetry() - now) / 1_000);
      expect(book.dial(book.nextRetry() - 1)).toBeUndefined();
      now = book.nextRetry();
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  it('waits longer too for a peer that turns us away each time, but not for one that was of use', () => {
    const book = bookOf(1);
    for (let times = 0; times < 4; times++) {
      const now = book.nextRetry();
      book.dial(now);
      book.connected(address(1));
      expect(book.nextRetry()).toBe(Number.POSITIVE_INFINITY);
      book.failed(address(1), now);
      expect(book.nextRetry() - now).toBe(5_000 * 2 ** times);
    }
    const now = book.nextRetry();
    book.dial(now);
    book.connected(address(1));
    book.failed(address(1), now, true);
    expect(book.nextRetry() - now).toBe(5_000);
  });

  it('tries the others before it tries a failed one again', () => {
    const book = bookOf(1, 2, 3);
    book.dial(0);
    book.failed(address(1), 0);
    expect([book.dial(60_000), book.dial(60_000), book.dial(60_000)]).toEqual([address(2), address(3), address(1)]);
  });

  it('dials a barred address never again, whatever is told of it', () => {
    const book = bookOf(1);
    book.dial(0);
    book.bar(address(1));
    expect(book.dialling).toBe(0);
    book.failed(address(1), 0);
    book.connected(address(1));
    book.add([address(1)], 0);
    expect(book.nextRetry()).toBe(Number.POSITIVE_INFINITY);
  });

  it('ignores what is told of addresses that it does not know', () => {
    const book = new PeerBook(inOrder());
    book.failed(address(9), 0);
    book.connected(address(9));
    book.bar(address(9));
    expect(book.nextRetry()).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps 2,000 addresses, and gives up those that led to nothing for new ones', () => {
    const book = new PeerBook(inOrder());
    book.add(
      Array.from({ length: 3_000 }, (_, port) => address(port + 1)),
      0,
    );
    const dialled = Array.from({ length: 2_500 }, () => book.dial(0)).filter((found) => found !== undefined);
    expect(dialled).toHaveLength(2_000);
    for (const found of dialled.slice(0, 10)) book.failed(found, 0);
    book.add(
      Array.from({ length: 20 }, (_, port) => address(port + 10_000)),
      1,
    );
    const fresh = Array.from({ length: 20 }, () => book.dial(1)).filter((found) => found !== undefined);
    expect(fresh.map(({ port }) => port)).toEqual(Array.from({ length: 10 }, (_, port) => port + 10_000));
  });
});
