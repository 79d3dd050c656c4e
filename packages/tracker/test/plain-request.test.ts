import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlainRequest } from '../src/http/plain-request.ts';

const packet = (headers: readonly string[], line = 'GET /announce?a=1&b=%00 HTTP/1.1'): string =>
  [line, ...headers, '', ''].join('\r\n');

describe('what is read', () => {
  test.each([
    ['HTTP/1.1', packet(['Host: t']), true],
    ['HTTP/1.1 without any header', packet([]), true],
    ['HTTP/1.1 that closes', packet(['Host: t', 'Connection: close']), false],
    ['HTTP/1.0', packet([], 'GET /announce?a=1&b=%00 HTTP/1.0'), false],
    ['HTTP/1.0 that stays', packet(['CONNECTION:\tKeep-Alive '], 'GET /announce?a=1&b=%00 HTTP/1.0'), true],
    ['a header without a value', packet(['X-Empty:']), true],
  ])('%s', (_, bytes, keepAlive) => {
    expect(readPlainRequest(bytes)).toEqual({ query: 'a=1&b=%00', keepAlive, forwardedFor: undefined });
  });

  test('an announce without parameters, which has a failure reason to hear', () => {
    expect(readPlainRequest(packet([], 'GET /announce? HTTP/1.1'))).toMatchObject({ query: '' });
  });

  test('the addresses of proxies, of all headers in their order', () => {
    const headers = ['X-Forwarded-For: 192.0.2.1, 192.0.2.2', 'x-forwarded-for: 192.0.2.3'];
    expect(readPlainRequest(packet(headers))?.forwardedFor).toBe('192.0.2.1, 192.0.2.2,192.0.2.3');
  });
});

test.each([
  ['another method', packet([], 'HEAD /announce?a HTTP/1.1')],
  ['another path', packet([], 'GET /scrape?a HTTP/1.1')],
  ['a path that begins alike', packet([], 'GET /announcement?a HTTP/1.1')],
  ['no query', packet([], 'GET /announce HTTP/1.1')],
  ['a whole URL', packet([], 'GET http://t/announce?a HTTP/1.1')],
  ['another version', packet([], 'GET /announce?a HTTP/2.0')],
  ['a space in the query', packet([], 'GET /announce?a b HTTP/1.1')],
  ['a byte beyond ASCII', packet([], 'GET /announce?a\xff HTTP/1.1')],
  ['a body of known length', packet(['Content-Length: 1'])],
  ['a body of unknown length', packet(['transfer-encoding: chunked'])],
  ['a question before a body', packet(['Expect: 100-continue'])],
  ['an upgrade', packet(['Upgrade: websocket', 'Connection: close'])],
  ['options of a connection', packet(['Connection: keep-alive, upgrade'])],
  ['a header without a colon', packet(['nonsense'])],
  ['a space before a colon', packet(['Content-Length : 1'])],
  ['a header that goes on in the next line', packet(['A: b', ' c'])],
  ['a control character in a header', packet(['A: b\0'])],
  ['lines that end in LF', packet(['A: b']).replaceAll('\r\n', '\n')],
  ['a CR alone', packet(['A: b\rContent-Length: 1'])],
  ['half of it', packet(['A: b']).slice(0, -2)],
  ['something behind it', `${packet(['A: b'])}x`],
  ['two of them', packet(['A: b']).repeat(2)],
  ['nothing', ''],
])('%s is left to node:http', (_, bytes) => {
  expect(readPlainRequest(bytes)).toBeUndefined();
});

test('a request cut anywhere is left to node:http', () => {
  const whole = packet(['Host: t', 'Accept: */*', 'Connection: close']);
  for (let end = 0; end < whole.length; end += 1) expect(readPlainRequest(whole.slice(0, end))).toBeUndefined();
});

test('no bytes make it throw', () => {
  const parts = fc.constantFrom(
    'GET /announce?',
    ' HTTP/1.1',
    '\r\n',
    ': ',
    'connection',
    'close',
    'x-forwarded-for',
    ',',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 5 }))), (all) => {
      readPlainRequest(all.join(''));
    }),
  );
});
