import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it, test } from 'vitest';
import { openTo } from '../../src/server/index.ts';
import { isOwnHost } from '../../src/server/own-host.ts';

describe('a page that is served elsewhere than on loopback', () => {
  it.each([
    ['192.168.1.5:8080', '192.168.1.5'],
    ['192.168.1.5', '::ffff:192.168.1.5'],
    ['[2001:DB8:0::5]:8080', '2001:db8::5'],
    ['localhost:8080', '192.168.1.5'],
    ['127.0.0.1:8080', '172.17.0.2'],
  ])('is given by Host %s at %s', (host, local) => {
    expect(isOwnHost(host, local)).toBe(true);
  });

  it.each([
    ['192.168.1.6:8080', '192.168.1.5'],
    ['evil.example:8080', '192.168.1.5'],
    ['192.168.1.5.evil.example', '192.168.1.5'],
    ['0.0.0.0:8080', '192.168.1.5'],
    ['', '192.168.1.5'],
    ['undefined', undefined],
    [undefined, undefined],
  ])('is not given by Host %s at %s', (host, local) => {
    expect(isOwnHost(host, local)).toBe(false);
  });
});

const face = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, netmask: '', mac: '', cidr: null, family: 'IPv4' }) as NetworkInterfaceInfo;

test('an address that means all is told as one that this machine can open, and one that others can', () => {
  const lo = [face('127.0.0.1', true), face('::1', true)];
  const eth0 = [face('169.254.7.7'), face('fe80::1'), face('2001:db8::5'), face('192.168.1.5')];
  const all = { lo, eth0, wlan0: [face('192.168.2.5')] };
  expect(openTo('0.0.0.0', all)).toEqual({ own: '127.0.0.1', others: '192.168.1.5', isPrivate: false });
  expect(openTo('::', all)).toEqual({ own: '::1', others: '192.168.1.5', isPrivate: false });
  expect(openTo('::', { lo, eth0: eth0.slice(0, 3) }).others).toBe('2001:db8::5');
  expect(openTo('0.0.0.0', { lo, eth0: eth0.slice(0, 3) })).toEqual({
    ...{ own: '127.0.0.1', others: undefined, isPrivate: false },
  });
  expect(openTo('192.168.1.5', all)).toEqual({ own: '192.168.1.5', others: undefined, isPrivate: false });
  for (const own of ['127.0.0.1', '127.9.9.9', '::1']) {
    expect(openTo(own, all)).toEqual({ own, others: undefined, isPrivate: true });
  }
});
