import { expect, test } from 'vitest';
import { QueueUse, readQueue } from '../../src/netns/queue-use.ts';

test('a line of tc tells of the outermost queue', () => {
  const line = '[{"kind":"tbf","root":true,"options":{"rate":1048576},"bytes":250,"drops":0,"backlog":12,"qlen":1}]';
  expect(readQueue(line)).toEqual({ bytes: 250, backlog: 12 });
  for (const other of ['', '[]', 'Cannot find device', '[{"kind":"noqueue"}]', '[null]', '{"bytes":1}']) {
    expect(readQueue(other)).toBeUndefined();
  }
});

test('the longest stretch without an empty queue is what a link is judged by', () => {
  const queue = new QueueUse();
  const looks: readonly (readonly [number, number, number])[] = [
    [0, 0, 0],
    [200, 100, 5],
    [400, 300, 5],
    [600, 500, 0],
    [800, 900, 5],
    [1_000, 1_100, 5],
    [1_200, 1_300, 5],
  ];
  for (const [at, bytes, backlog] of looks) queue.look(at, { bytes, backlog });
  expect(queue.use).toEqual({ bytes: 1_300, busy: 600, busyBytes: 600, longest: { time: 400, bytes: 400 } });
});
