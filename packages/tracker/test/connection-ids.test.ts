import { parseIp } from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { ConnectionIds } from '../src/udp/connection-ids.ts';
import { seededRandom } from './swarm-fixtures.ts';

const ipOf = (text: string): Uint8Array => parseIp(text) ?? new Uint8Array();
const IP = ipOf('127.1.2.3');

function connectionIds(seed = 1): ConnectionIds {
  const random = seededRandom(seed);
  const word = (): number => Math.floor(random() * 2 ** 32);
  return new ConnectionIds(() => [word(), word()]);
}

describe('an id', () => {
  test.each(['127.1.2.3', '2001:db8::1'])('of %s is good at that address and no other', (text) => {
    const ids = connectionIds();
    const id = ids.issue(ipOf(text), 0);
    expect(ids.accepts(id, ipOf(text), 0)).toBe(true);
    for (const other of ['127.1.2.4', '126.1.2.3', '2001:db8::2', '2001:db8:1::1', '::1']) {
      expect(ids.accepts(id, ipOf(other), 0), other).toBe(false);
    }
  });

  test.each([0, 1, 29_999, 30_000, 7 * 30_000 + 12_345])(
    'issued at %i ms is good for two minutes and half a minute at most on top',
    (t) => {
      const ids = connectionIds();
      const id = ids.issue(IP, t);
      expect(ids.accepts(id, IP, t + 120_000)).toBe(true);
      expect(ids.accepts(id, IP, t + 150_000)).toBe(false);
    },
  );

  test('is never good again, however long nobody asked in between', () => {
    for (let windows = 5; windows <= 64; windows += 1) {
      const ids = connectionIds();
      const id = ids.issue(IP, 15_000);
      expect(ids.accepts(id, IP, 15_000 + windows * 30_000), `${windows} windows later`).toBe(false);
    }
  });

  test('is good although others asked in each window since', () => {
    const ids = connectionIds();
    const id = ids.issue(IP, 0);
    for (let t = 0; t <= 120_000; t += 1_000) {
      ids.issue(ipOf('127.9.9.9'), t);
      expect(ids.accepts(id, IP, t), `at ${t}`).toBe(true);
    }
  });

  test('with any bit changed is not good', () => {
    const ids = connectionIds();
    const id = ids.issue(IP, 200_000);
    for (let bit = 0; bit < 64; bit += 1) {
      const changed = Uint8Array.from(id, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(ids.accepts(changed, IP, 200_000), `bit ${bit}`).toBe(false);
    }
  });

  test('of another process, with other keys, is not good', () => {
    expect(connectionIds(2).accepts(connectionIds(1).issue(IP, 0), IP, 0)).toBe(false);
  });

  test('is another one in the next window', () => {
    const ids = connectionIds();
    expect(ids.issue(IP, 0)).toEqual(ids.issue(IP, 29_999));
    expect(ids.issue(IP, 0)).not.toEqual(ids.issue(IP, 30_000));
  });
});
