import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import { type Logger, pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { EventFile } from '../src/events/event-file.ts';
import { EventWriter } from '../src/events/event-writer.ts';
import { smallDisk } from './small-disk.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitUntil } from './wait-until.ts';

const event = (n: number, length = 1_000): SwarmEvent => ({
  type: 'fault',
  t: n,
  peer: 'tracker',
  reason: 'x'.repeat(length),
});

const silent = pino({ level: 'silent' });

/** What stands in a file: each line is an event, or the test fails. */
const eventsIn = (path: string): SwarmEvent[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => decodeEvent(line) ?? expect.fail(`this is no event: ${line.slice(0, 80)}`));

/** A log that keeps its lines. */
const logOf = (lines: string[]): Logger =>
  pino({ base: null }, { write: (line) => void lines.push((JSON.parse(line) as { msg: string }).msg) });

describe('a disk that is full', () => {
  test('is told once; what did not fit is written when there is room, in order and once', async ({ skip }) => {
    const disk = smallDisk(64) ?? skip('needs root');
    const path = join(disk.folder, 'events');
    const said: string[] = [];
    const writer = new EventWriter(await EventFile.open(path, logOf(said)));
    for (let n = 0; n < 200; n += 1) writer.emit(event(n));
    await waitUntil(() => (said.length > 0 ? undefined : 'nothing is said'));
    for (let n = 200; n < 300; n += 1) writer.emit(event(n));
    disk.grow(1_024);
    await waitUntil(() => (said.length > 1 ? undefined : 'it is not written again'));
    await writer.close();
    expect(eventsIn(path).map(({ t }) => t)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    expect(writer.lost).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(/^the events can't be written: ENOSPC.*; it is tried again$/),
      'the events are written again',
    ]);
  });

  test('to the end: what is lost is counted to the event, and no line is cut', async ({ skip }) => {
    const disk = smallDisk(64) ?? skip('needs root');
    const path = join(disk.folder, 'events');
    const said: string[] = [];
    const writer = new EventWriter(await EventFile.open(path, logOf(said)));
    for (let n = 0; n < 200; n += 1) writer.emit(event(n));
    await waitUntil(() => (said.length > 0 ? undefined : 'nothing is said'));
    for (let n = 200; n < 300; n += 1) writer.emit(event(n));
    await writer.close();
    const written = eventsIn(path);
    expect(written.length).toBeGreaterThan(10);
    expect(written.map(({ t }) => t)).toEqual(Array.from(written, (_, n) => n));
    expect(writer.lost).toBe(300 - written.length);
  });

  test('and a file that is opened again elsewhere: all lines are whole, in the one or the other', async ({ skip }) => {
    const disk = smallDisk(64) ?? skip('needs root');
    const path = join(temporaryFolder(), 'events');
    const there = join(disk.folder, 'events');
    symlinkSync(there, path);
    const said: string[] = [];
    const file = await EventFile.open(path, logOf(said));
    const writer = new EventWriter(file);
    for (let n = 0; n < 200; n += 1) writer.emit(event(n));
    await waitUntil(() => (said.length > 0 ? undefined : 'nothing is said'));
    rmSync(path);
    await file.reopen();
    await waitUntil(() => (said.includes('the events are written again') ? undefined : said.join()));
    await writer.close();
    const [before, after] = [eventsIn(there), eventsIn(path)];
    expect(before.length).toBeGreaterThan(10);
    expect([...before, ...after].map(({ t }) => t)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(writer.lost).toBe(0);
  });

  test.skipIf(process.platform !== 'linux')('that takes nothing at all, for longer than there is memory', async () => {
    const writer = new EventWriter(await EventFile.open('/dev/full', silent));
    for (let n = 0; n < 20_000; n += 1) writer.emit(event(n));
    expect(writer.lost, 'beyond what may wait').toBeGreaterThan(0);
    await writer.close();
    expect(writer.lost).toBe(20_000);
  });
});

test('events that are emitted while others are written follow them', async () => {
  const path = join(temporaryFolder(), 'events');
  const writer = new EventWriter(await EventFile.open(path, silent));
  for (let n = 0; n < 1_000; n += 1) writer.emit(event(n, 200));
  await writer.close();
  expect(eventsIn(path).map(({ t }) => t)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  expect(writer.lost).toBe(0);
});

describe('a file that is opened again', () => {
  test('while events are written: each stands whole in one of the two, in their order', async () => {
    const path = join(temporaryFolder(), 'events');
    const file = await EventFile.open(path, silent);
    const writer = new EventWriter(file);
    for (let n = 0; n < 1_000; n += 1) writer.emit(event(n, 200));
    renameSync(path, `${path}.1`);
    const opened = file.reopen();
    for (let n = 1_000; n < 2_000; n += 1) writer.emit(event(n, 200));
    await opened;
    for (let n = 2_000; n < 2_100; n += 1) writer.emit(event(n, 200));
    await writer.close();
    const [before, after] = [eventsIn(`${path}.1`), eventsIn(path)];
    expect([...before, ...after].map(({ t }) => t)).toEqual(Array.from({ length: 2_100 }, (_, n) => n));
    expect(after.length).toBeGreaterThanOrEqual(100);
  });

  test.skipIf(process.platform !== 'linux')('twice at once holds no more files open than one', async () => {
    const path = join(temporaryFolder(), 'events');
    const file = await EventFile.open(path, silent);
    await Promise.all([file.reopen(), file.reopen()]);
    await file.close();
    const open = readdirSync('/proc/self/fd').flatMap((fd) => pathOf(fd) ?? []);
    expect(open).not.toContain(path);
  });

  test('and is none: that is told, and events go where they went', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'events');
    const said: string[] = [];
    const file = await EventFile.open(path, logOf(said));
    const writer = new EventWriter(file);
    renameSync(path, `${path}.1`);
    mkdirSync(path);
    await file.reopen();
    writer.emit(event(1));
    await writer.close();
    expect(eventsIn(`${path}.1`)).toHaveLength(1);
    expect(said).toEqual([expect.stringMatching(/^the events go where they went: .*EISDIR/)]);
  });
});

/** Where a descriptor of this process leads; undefined for one that is closed. */
function pathOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}
