import {
  formatDuration,
  formatEndpoint,
  formatRate,
  formatSize,
  parseCount,
  parseDuration,
  parseEndpoint,
  parseRate,
  parseRatio,
  parseSize,
} from '@seedbed/settings';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const value = (read: { ok: boolean; value?: unknown; problem?: string }): unknown =>
  read.ok ? read.value : read.problem;

describe('a size', () => {
  test.each([
    ['0', 0],
    ['16384', 16_384],
    ['512B', 512],
    ['16KiB', 16_384],
    ['64MiB', 67_108_864],
    ['1.5GiB', 1_610_612_736],
    [' 2 TiB ', 2 * 1024 ** 4],
  ])('%s is %d bytes', (text, bytes) => expect(value(parseSize(text))).toBe(bytes));

  test.each([
    ['64MB', "'64MB' is not a size; did you mean 64MiB?"],
    ['64m', "'64m' is not a size; did you mean 64MiB?"],
    ['much', "'much' is not a size; write 16KiB, 1MiB, 1.5GiB or plain bytes"],
    ['', "'' is not a size; write 16KiB, 1MiB, 1.5GiB or plain bytes"],
    ['-1', "'-1' is not a size; write 16KiB, 1MiB, 1.5GiB or plain bytes"],
    ['1e3', "'1e3' is not a size; write 16KiB, 1MiB, 1.5GiB or plain bytes"],
    ['3parsecs', "'3parsecs' is not a size; write 16KiB, 1MiB, 1.5GiB or plain bytes"],
    ['9999999999TiB', "'9999999999TiB' is more bytes than can be counted exactly"],
  ])('%s is refused', (text, problem) => expect(value(parseSize(text))).toBe(problem));

  test.each([
    [0, '0B'],
    [1023, '1023B'],
    [1024, '1KiB'],
    [1_048_570, '1MiB'],
    [67_108_864, '64MiB'],
    [55_490_000, '52.9MiB'],
    [1_610_612_736, '1.5GiB'],
    [123_456_789_012, '115GiB'],
  ])('of %d bytes is written %s', (bytes, text) => expect(formatSize(bytes)).toBe(text));

  test('is read back as it was written, to three digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        const read = parseSize(formatSize(bytes));
        expect(read.ok && Math.abs(read.value - bytes)).toBeLessThanOrEqual(bytes * 0.005);
      }),
    );
  });
});

describe('a rate', () => {
  test.each([
    ['512KiB/s', 524_288],
    ['1000', 1_000],
    ['10B/s', 10],
  ])('%s is %d bytes per second', (text, rate) => expect(value(parseRate(text))).toBe(rate));

  test.each([
    ['1MB/h', "'1MB/h' is not a rate; write 512KiB/s, 1MiB/s or plain bytes per second"],
    ['1MiB', "'1MiB' is not a rate; did you mean 1MiB/s?"],
    ['fast', "'fast' is not a rate; write 512KiB/s, 1MiB/s or plain bytes per second"],
  ])('%s is refused', (text, problem) => expect(value(parseRate(text))).toBe(problem));

  test('without a limit is called unlimited', () => {
    expect(formatRate(Number.POSITIVE_INFINITY)).toBe('unlimited');
    expect(formatRate(524_288)).toBe('512KiB/s');
  });
});

describe('a time', () => {
  test.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['2m5s', 125_000],
  ])('%s is %d ms', (text, milliseconds) => expect(value(parseDuration(text))).toBe(milliseconds));

  test.each([
    ['30', "'30' is not a time; did you mean 30s or 30ms?"],
    ['25d', "'25d' is not a time; did you mean 600h?"],
    ['', "'' is not a time; write 250ms, 30s, 5m or 2h"],
    ['5s2m', "'5s2m' is not a time; write 250ms, 30s, 5m or 2h"],
  ])('%s is refused', (text, problem) => expect(value(parseDuration(text))).toBe(problem));

  test.each([
    [0, '0ms'],
    [999.4, '999ms'],
    [999.6, '1s'],
    [1_620, '1.62s'],
    [12_340, '12.3s'],
    [59_960, '1m'],
    [125_000, '2m5s'],
    [5_400_000, '1h30m'],
  ])('of %d ms is written %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  test('is read back as it was written, to the second at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (milliseconds) => {
        const read = parseDuration(formatDuration(milliseconds));
        expect(read.ok && Math.abs(read.value - milliseconds)).toBeLessThanOrEqual(500);
      }),
    );
  });
});

describe('an address', () => {
  test.each([
    ['127.0.0.1:6881', { ip: '127.0.0.1', port: 6881 }],
    ['0.0.0.0:0', { ip: '0.0.0.0', port: 0 }],
    ['[::1]:6881', { ip: '::1', port: 6881 }],
    ['[2001:db8::a:1]:65535', { ip: '2001:db8::a:1', port: 65535 }],
    ['[::ffff:10.0.0.1]:80', { ip: '::ffff:10.0.0.1', port: 80 }],
  ])('%s is read, and written the same', (text, endpoint) => {
    expect(value(parseEndpoint(text))).toEqual(endpoint);
    expect(formatEndpoint(endpoint)).toBe(text);
  });

  test.each([
    ['8000', "'8000' is not an address with a port; did you mean 127.0.0.1:8000?"],
    ['127.0.0.1', "'127.0.0.1' is not an address with a port; write 127.0.0.1:6881 or [::1]:6881"],
    ['::1:6881', "'::1:6881' is not an address with a port; write 127.0.0.1:6881 or [::1]:6881"],
    ['127.0.0.256:1', "'127.0.0.256' is not an IP address; write 127.0.0.1:6881 or [::1]:6881"],
    ['localhost:1', "'localhost' is not an IP address; write 127.0.0.1:6881 or [::1]:6881"],
    ['[1:2:3]:1', "'1:2:3' is not an IP address; write 127.0.0.1:6881 or [::1]:6881"],
    ['127.0.0.1:70000', "'127.0.0.1:70000' has port 70000; the highest is 65535, and 0 picks a free one"],
  ])('%s is refused', (text, problem) => expect(value(parseEndpoint(text))).toBe(problem));
});

describe('a count', () => {
  test.each([
    ['8', 8],
    ['0', 0],
    ['1.5', "'1.5' is not a whole number; write for example 8"],
    ['-1', "'-1' is not a whole number; write for example 8"],
    ['', "'' is not a whole number; write for example 8"],
  ])('%s gives %s', (text, expected) => expect(value(parseCount(text))).toBe(expected));
});

describe('a ratio', () => {
  test.each([
    ['1', 1],
    ['0.25', 0.25],
    [' 2.5 ', 2.5],
    ['-1', "'-1' is not a ratio; write for example 1 or 0.5"],
    ['50%', "'50%' is not a ratio; write for example 1 or 0.5"],
    ['1e3', "'1e3' is not a ratio; write for example 1 or 0.5"],
    ['9'.repeat(400), `'${'9'.repeat(400)}' is not a ratio; write for example 1 or 0.5`],
  ])('%s gives %s', (text, expected) => expect(value(parseRatio(text))).toBe(expected));
});
