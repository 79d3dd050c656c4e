import type { IncomingHttpHeaders } from 'node:http';
import { Access } from '@seedbed/control';
import { describe, expect, it } from 'vitest';

const TOKEN = '0123456789abcdef';

const refusal = (access: Access, headers: IncomingHttpHeaders, method = 'GET') =>
  access.refusal({ method, headers })?.code;

describe('the control address on loopback, without a token', () => {
  const access = new Access({ ip: '127.0.0.1', port: 9000 }, undefined);

  it.each(['127.0.0.1:9000', '127.83.1.2', 'localhost:9000', 'LOCALHOST', '[::1]:9000', '[0:0:0:0:0:0:0:1]:1'])(
    'answers to %s',
    (host) => expect(refusal(access, { host })).toBeUndefined(),
  );

  it.each([
    'evil.example:9000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'notlocalhost',
    '192.168.0.1:9000',
    '0.0.0.0:9000',
    '127.1',
    '2130706433',
    '[::1].evil.example',
    '127.0.0.1:9000:1',
    '127.0.0.1@evil.example',
    '',
  ])('does not answer to %s: a name of a web page that leads here', (host) =>
    expect(refusal(access, { host })).toBe('forbidden-host'),
  );

  it('does not answer to no name at all', () => expect(refusal(access, {})).toBe('forbidden-host'));

  const host = '127.0.0.1:9000';

  it.each<[string, IncomingHttpHeaders, string?]>([
    ['from a page of another site', { origin: 'http://evil.example' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:8000' }],
    ['from a sandboxed frame or a file', { origin: 'null' }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['of a form of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'POST'],
    ['of a neighbour of ours', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
  ])('refuses a request %s', (_, headers, method) =>
    expect(refusal(access, { host, ...headers }, method)).toBe('cross-origin'),
  );

  it.each<[string, IncomingHttpHeaders, string?]>([
    ['of a program', {}, 'POST'],
    ['of a page of ours', { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, 'DELETE'],
    ['of somebody who typed the address', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['of somebody who followed a link', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('lets in a request %s', (_, headers, method) =>
    expect(refusal(access, { host, ...headers }, method)).toBeUndefined(),
  );
});

describe('the control address with a token', () => {
  const access = new Access({ ip: '0.0.0.0', port: 9000 }, TOKEN);

  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `Bearer   ${TOKEN}`])('lets in %s by any name', (authorization) =>
    expect(refusal(access, { authorization, host: 'leech:9000' }, 'POST')).toBeUndefined(),
  );

  it.each([
    undefined,
    '',
    TOKEN,
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN}0`,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Bearer ${'x'.repeat(100_000)}`,
  ])('refuses %s', (authorization) =>
    expect(refusal(access, { host: '127.0.0.1', ...(authorization !== undefined && { authorization }) })).toBe(
      'unauthorized',
    ),
  );

  it('asks for it on loopback too, where one is set', () =>
    expect(refusal(new Access({ ip: '127.0.0.1', port: 1 }, TOKEN), { host: 'localhost' })).toBe('unauthorized'));
});

describe('a control address that is not opened', () => {
  it.each(['0.0.0.0', '::', '192.168.0.1', '2001:db8::1', '::ffff:10.0.0.1'])('is %s without a token', (ip) =>
    expect(() => new Access({ ip, port: 1 }, undefined)).toThrow(/needs a token: give --control-token/),
  );

  it.each(['::1', '127.0.0.1', '127.255.255.254', '::ffff:127.0.0.1'])('is not %s', (ip) =>
    expect(() => new Access({ ip, port: 1 }, undefined)).not.toThrow(),
  );

  it.each(['', 'short', 'fifteen letters', 'with a space in the middle', 'ünïcödé-ünïcödé-ünïcödé', 'x'.repeat(257)])(
    'is one with the token "%s"',
    (token) => expect(() => new Access({ ip: '127.0.0.1', port: 1 }, token)).toThrow(/16 to 256 visible ASCII/),
  );
});
