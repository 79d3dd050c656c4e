import { describe, expect, it } from 'vitest';
import { UseMeter } from '../src/use-meter.ts';

describe('UseMeter', () => {
  it('counts all bytes, and only those as busy for which something was owed', () => {
    const meter = new UseMeter(1000);
    meter.passed(10);
    meter.left(50, 0, 0, false);
    expect(meter.use(0)).toEqual({ bytes: 60, busy: 0, busyBytes: 0, longest: { time: 0, bytes: 0 } });
    meter.left(100, 10, 90, false);
    expect(meter.use(40)).toEqual({ bytes: 160, busy: 30, busyBytes: 30, longest: { time: 30, bytes: 30 } });
    expect(meter.use(500)).toMatchObject({ busy: 90, busyBytes: 90 });
  });

  it('takes a pause that the burst makes up for as none, and a longer one as an end', () => {
    const meter = new UseMeter(1000);
    meter.left(100, 0, 100, false);
    // 40 ms after the debt was paid: of 100 bytes 60 are owed for.
    meter.left(100, 140, 60, false);
    expect(meter.use(200)).toMatchObject({ busy: 200, busyBytes: 200 });
    meter.left(100, 300, 50, false);
    expect(meter.use(350)).toMatchObject({ busy: 250, busyBytes: 250, longest: { time: 200, bytes: 200 } });
  });

  it('shows a timer that was later than the burst makes up for', () => {
    const meter = new UseMeter(1000);
    meter.left(100, 0, 100, false);
    meter.left(100, 500, 50, true);
    expect(meter.use(550).longest).toEqual({ time: 550, bytes: 200 });
  });

  it('begins anew with another rate', () => {
    const meter = new UseMeter(1000);
    meter.left(100, 0, 100, false);
    meter.setRate(500, 50);
    expect(meter.use(50)).toMatchObject({ busy: 50, busyBytes: 50 });
    meter.left(100, 150, 200, true);
    expect(meter.use(1000)).toEqual({ bytes: 200, busy: 250, busyBytes: 150, longest: { time: 200, bytes: 100 } });
  });
});
