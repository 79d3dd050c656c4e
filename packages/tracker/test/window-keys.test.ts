import { parseIp } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { ConnectionIds } from '../src/udp/connection-ids.ts';
import { windowKeys } from '../src/udp/window-keys.ts';

const ip = parseIp('127.1.2.3') ?? new Uint8Array();
const idsOf = (secret: number): ConnectionIds => new ConnectionIds(windowKeys(new Uint8Array(32).fill(secret)));

test('an id is good wherever the secret is known, also where nobody has asked before, and nowhere else', () => {
  const id = idsOf(1).issue(ip, 29_000);
  expect(idsOf(1).accepts(id, ip, 29_000)).toBe(true);
  expect(idsOf(1).accepts(id, ip, 31_000)).toBe(true);
  expect(idsOf(2).accepts(id, ip, 29_000)).toBe(false);
});

test('each window has a key of its own', () => {
  const keyOf = windowKeys(new Uint8Array(32));
  expect(new Set([0, 1, 2, 10].map((window) => keyOf(window).join())).size).toBe(4);
  expect(keyOf(1)).toEqual(keyOf(1));
});
