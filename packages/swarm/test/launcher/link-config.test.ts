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

test('of a line of the kernel a peer is told what it carries of blocks, never more than full frames hold', () => {
  expect(limitConfig(free)).toEqual({});
  const { uploadLimit = 0 } = limitConfig({ ...free, upload: 1_000_000, download: 5 });
  expect(uploadLimit / 1_000_000).toBeLessThan(1_448 / 1_514);
  expect(uploadLimit / 1_000_000).toBeGreaterThan(0.9);
  expect(limitConfig({ ...free, upload: 1 })).toEqual({ uploadLimit: 1 });
});
