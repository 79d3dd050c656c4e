import { describe, expect, it } from 'vitest';
import { AddressQuota } from '../src/io/net/address-quota.ts';
import { WaitingRoom } from '../src/io/net/waiting-room.ts';

describe('WaitingRoom', () => {
  it('keeps who shakes hands at once, however many only wait', () => {
    const room = new WaitingRoom(10);
    const shownOut: string[] = [];
    for (let i = 0; i < 1_000; i++) room.enter(`10.0.0.${i % 3}`, () => shownOut.push('silent'));
    const leave = room.enter('10.0.0.9', () => shownOut.push('honest'));
    for (let i = 0; i < 5; i++) room.enter('10.0.0.1', () => shownOut.push('silent'));
    leave();
    leave();
    expect(room.size).toBe(9);
    expect(shownOut).toHaveLength(996);
    expect(shownOut).not.toContain('honest');
  });
});

describe('AddressQuota', () => {
  it('is sixteen, and has no end on loopback', () => {
    const quota = new AddressQuota(undefined);
    const gone = Array.from({ length: 16 }, () => quota.count('198.51.100.7'));
    for (let i = 0; i < 1_000; i++) quota.count('127.0.0.1');
    expect(quota.isUsedUp('198.51.100.7')).toBe(true);
    expect(quota.isUsedUp('198.51.100.8')).toBe(false);
    expect(quota.isUsedUp('127.0.0.1')).toBe(false);
    gone[0]?.();
    expect(quota.isUsedUp('198.51.100.7')).toBe(false);
  });

  it('holds on loopback too when it is named', () => {
    const quota = new AddressQuota(1);
    quota.count('127.0.0.1');
    expect(quota.isUsedUp('127.0.0.1')).toBe(true);
  });
});
