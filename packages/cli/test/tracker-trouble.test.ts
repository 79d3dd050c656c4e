import { expect, test } from 'vitest';
import { TrackerTrouble } from '../src/tracker-trouble.ts';

const tracker = 'http://127.0.0.1:8000/announce';
const stamp = { t: 0, peer: 'us', tracker, event: 'started' } as const;

test('a tracker that has not answered yet is known trouble, but nothing to tell', () => {
  const told: string[] = [];
  const trouble = new TrackerTrouble((line) => told.push(line), tracker);
  expect(trouble.latest).toBe(`tracker ${tracker} has not answered yet`);
  trouble.emit({ ...stamp, type: 'announced', peers: 1 });
  expect(trouble.latest).toBeUndefined();
  expect(told).toEqual([]);
});

test('a reason is told once, and is known until the tracker answers', () => {
  const told: string[] = [];
  const trouble = new TrackerTrouble((line) => told.push(line));
  const failed = { ...stamp, type: 'announce-failed', reason: 'connection refused' } as const;
  trouble.emit(failed);
  trouble.emit(failed);
  expect(told).toEqual([`tracker ${tracker}: connection refused; it is asked again`]);
  expect(trouble.latest).toBe(`tracker ${tracker}: connection refused`);
  trouble.emit({ ...stamp, type: 'announced', peers: 0 });
  expect(trouble.latest).toBeUndefined();
});

test('a warning is told once, and is no trouble', () => {
  const told: string[] = [];
  const trouble = new TrackerTrouble((line) => told.push(line));
  for (let times = 0; times < 2; times++)
    trouble.emit({ ...stamp, type: 'announced', peers: 1, warning: 'old client' });
  expect(told).toEqual([`tracker ${tracker} warns: old client`]);
  expect(trouble.latest).toBeUndefined();
});
