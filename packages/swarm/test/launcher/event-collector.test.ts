import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeEvent, type SwarmEvent } from '@seedbed/events';
import { describe, expect, test } from 'vitest';
import { EventCollector } from '../../src/launcher/event-collector.ts';
import { monotonicNow } from '../../src/monotonic-clock.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const event = (t: number, peer: string): SwarmEvent => ({ t, peer, type: 'have', piece: 0, peers: 1 });

const collect = async (
  path: string,
  feed: (collector: EventCollector) => void,
): Promise<{ collector: EventCollector; seen: SwarmEvent[] }> => {
  const seen: SwarmEvent[] = [];
  const collector = await EventCollector.open({
    path,
    onEvent: (told) => seen.push(told),
    onFailure: (error) => {
      throw error;
    },
  });
  feed(collector);
  await collector.close();
  return { collector, seen };
};

describe('the events of a run', () => {
  test('are told at once and written in order of time, however the pipes cut them', async () => {
    const path = join(await temporaryFolder(), 'events.ndjson');
    const now = monotonicNow();
    const [early, middle, late] = [event(now, 'leech-1'), event(now + 1, 'leech-2'), event(now + 2, 'leech-1')];
    const { collector, seen } = await collect(path, (open) => {
      const [one, two] = [open.reader(['leech-1']), open.reader(['leech-2'])];
      const text = encodeEvent(early) + encodeEvent(late);
      one(text.slice(0, 30));
      one(text.slice(30));
      two(encodeEvent(middle));
    });
    expect(seen).toEqual([early, late, middle]);
    expect(await readFile(path, 'utf8')).toBe([early, middle, late].map(encodeEvent).join(''));
    expect(collector.counts).toEqual({ written: 3, late: 0, lost: 0 });
  });

  test('are counted as lost where they can not be read or come in a wrong name', async () => {
    const path = join(await temporaryFolder(), 'events.ndjson');
    const { collector, seen } = await collect(path, (open) => {
      const read = open.reader(['leech-1']);
      read('this is no event\n{"t":1,"peer":"leech-1","type":"unheard-of"}\n');
      read(encodeEvent(event(1, 'seed-1')));
      read(`${'x'.repeat(2_000_000)}\n`);
    });
    expect(seen).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe('');
    expect(collector.counts).toEqual({ written: 0, late: 0, lost: 4 });
  });
});

test('what a peer could not tell is lost, and that it was lost is told', async () => {
  const path = join(await temporaryFolder(), 'events.ndjson');
  const { collector, seen } = await collect(path, (open) => {
    open.reader(['leech-1'])(encodeEvent({ t: 1, peer: 'leech-1', type: 'events-lost', count: 7 }));
  });
  expect(seen).toHaveLength(1);
  expect(collector.counts).toEqual({ written: 1, late: 0, lost: 7 });
});

test('several peers may share a pipe, and the launcher has its say', async () => {
  const path = join(await temporaryFolder(), 'events.ndjson');
  const now = monotonicNow();
  const own: SwarmEvent = { t: now + 1, peer: 'launcher', type: 'run-phase', phase: 'running' };
  const { seen } = await collect(path, (open) => {
    open.reader(['leech-1', 'leech-2'])(encodeEvent(event(now, 'leech-1')) + encodeEvent(event(now + 2, 'leech-2')));
    open.tell(own);
  });
  expect(seen.map(({ peer }) => peer)).toEqual(['leech-1', 'leech-2', 'launcher']);
  const written = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(written).toEqual([event(now, 'leech-1'), own, event(now + 2, 'leech-2')].map((one) => JSON.stringify(one)));
});

test('a record that can not be begun is an error', async () => {
  const path = join(await temporaryFolder(), 'no', 'such', 'folder');
  await expect(collect(path, () => {})).rejects.toThrow('ENOENT');
});
