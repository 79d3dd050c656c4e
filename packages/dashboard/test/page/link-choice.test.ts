import { describe, expect, test } from 'vitest';
import type { Mark } from '../../src/model/index.ts';
import { AS_IT_IS, linkAction } from '../../src/page/hands/link-choice.ts';
import { presentLink } from '../../src/page/hands/present-link.ts';
import { parseAction } from '../../src/server/action.ts';
import { header } from '../support/recorded-swarm.ts';

describe('a choice of a link', () => {
  test.each([
    [{ latency: '100' }, { latency: 100 }],
    [{ latency: '0' }, { latency: 0 }],
    [{ upload: '32768' }, { upload: 32_768 }],
    [{ upload: 'none' }, { upload: null }],
    [
      { upload: 'none', latency: '20' },
      { upload: null, latency: 20 },
    ],
  ])('%j names only what is to change', (choice, named) => {
    const action = linkAction('leech-3', { ...AS_IT_IS, ...choice });
    expect(action).toEqual({ kind: 'link', peer: 'leech-3', ...named });
    expect(parseAction(action)).toEqual(action);
  });

  test('of nothing is no action', () => {
    expect(linkAction('leech-3', AS_IT_IS)).toBeUndefined();
  });
});

describe('the link of a peer in words', () => {
  const change = (detail: string, peers = ['leech-3']): Mark => ({
    t: 1,
    kind: 'action',
    label: 'link',
    peers,
    detail,
  });
  const after = (...marks: Mark[]): string => presentLink('leech-3', header, marks);

  test('is that of the plan with what was changed since', () => {
    expect(after()).toBe('upload 128 KiB/s');
    expect(after(change('latency 100ms'), change('upload 1KiB/s', ['leech-1']))).toBe(
      'upload 128 KiB/s, latency 100ms',
    );
    expect(after(change('upload unlimited, latency 100ms'), change('latency 20ms'))).toBe(
      'upload unlimited, latency 20ms',
    );
    expect(after(change('upload 1KiB/s'), change('as planned'))).toBe('upload 128 KiB/s');
    expect(after({ ...change('upload 1KiB/s'), label: 'kill' })).toBe('upload 128 KiB/s');
  });

  test('of a peer that nobody planned is what was changed alone', () => {
    expect(presentLink('leech-9', header, [])).toBe('');
    expect(presentLink('leech-9', header, [change('loss 0.1', ['leech-9'])])).toBe('loss 0.1');
  });

  test('of a plan without limits says so', () => {
    const peers = [{ name: 'leech-3', group: 'leech', role: 'leech', client: 'seedbed', download: 65_536 }] as const;
    expect(presentLink('leech-3', { ...header, peers }, [])).toBe('upload unlimited, download 64 KiB/s');
  });
});
