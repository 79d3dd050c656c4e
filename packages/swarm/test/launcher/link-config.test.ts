import { expect, test } from 'vitest';
import { limitConfig, linkConfig } from '../../src/launcher/link-config.ts';
import type { Link } from '../../src/scenario/scenario.ts';

const free: Link = {
  upload: Number.POSITIVE_INFINITY,
  download: Number.POSITIVE_INFINITY,
  latency: 0,
  jitter: 0,
  loss: 0,
};

test('what has no limit and no delay is left out', () => {
  expect(linkConfig(free)).toEqual({});
  expect(linkConfig({ ...free, upload: 1_000, latency: 5, loss: 0.5 })).toEqual({
    upload: 1_000,
    latency: 5,
    loss: 0.5,
  });
});

test('of a line of the kernel a peer is told the rate of its uplink', () => {
  expect(limitConfig(free)).toEqual({});
  expect(limitConfig({ ...free, upload: 1_000_000, download: 5 })).toEqual({ uploadLimit: 1_000_000 });
});
