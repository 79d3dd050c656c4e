import { expect, test } from 'vitest';
import { Recording } from '../../src/model/index.ts';
import { ForceLayout } from '../../src/page/swarm/force-layout.ts';
import { nodeRadius, ringLayout } from '../../src/page/swarm/ring-layout.ts';
import { header, recordedSwarm } from '../support/recorded-swarm.ts';

const room = { width: 800, height: 600 };
const recording = new Recording(header);
for (const event of recordedSwarm().slice(0, 1_000)) recording.append(event);
const { head } = recording;

test('who wants no movement sees where the forces lead, at once, and nothing moves from there', () => {
  const ring = ringLayout(head.peers, room);
  const layout = new ForceLayout(ring, room, nodeRadius(head.peers.length, room));
  const settled = layout.settle(head, room).map(({ x, y }) => ({ x, y }));
  expect(settled).not.toEqual(ring);
  expect(layout.settle(head, room).map(({ x, y }) => ({ x, y }))).toEqual(settled);
});
