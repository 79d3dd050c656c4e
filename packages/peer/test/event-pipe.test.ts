import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import { EventPipe } from '../src/io/event-pipe.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const have = (piece: number): SwarmEvent => ({ type: 'have', piece, peers: 1, t: piece, peer: 'seed-1' });

/** A named pipe with both ends open, like the one between a launcher and a peer. */
const pipe = () => {
  const path = join(temporaryFolder(), 'events');
  execFileSync('/usr/bin/env', ['mkfifo', path]);
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const events = new EventPipe(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  let text = '';
  const read = (): Socket =>
    new Socket({ fd: readEnd, readable: true, writable: false }).setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  const lines = (): (SwarmEvent | undefined)[] => text.split('\n').filter(Boolean).map(decodeEvent);
  return { events, readEnd, read, lines };
};

describe('EventPipe', () => {
  it('writes every event as a line, the last ones when it is closed', async () => {
    const { events, read, lines } = pipe();
    const reader = read();
    for (let piece = 0; piece < 5000; piece++) events.emit(have(piece));
    await until(() => lines().length > 0 || 'nothing came');
    events.emit(have(5000));
    await events.close();
    events.emit(have(5001));
    await until(() => reader.destroyed || 'not ended');
    expect(lines()).toEqual(Array.from({ length: 5001 }, (_, piece) => have(piece)));
  });

  it('never waits for a slow reader: it counts what is lost and tells it', async () => {
    const { events, read, lines } = pipe();
    const padding = 'x'.repeat(10_000);
    const big = (piece: number): SwarmEvent => ({ ...have(piece), peer: padding });
    for (let piece = 0; piece < 2000; piece++) events.emit(big(piece));
    read();
    // Each turn of the pipe makes room; the first event that fits tells how many did not.
    await until(() => {
      events.emit(have(9999));
      return lines().some((event) => event?.type === 'events-lost') || `${lines().length} events came`;
    });
    await events.close();
    await until(() => lines().at(-1)?.type === 'have' || 'not all read');
    const told = lines().filter((event) => event?.type === 'events-lost');
    const lost = told.reduce((sum, event) => sum + (event?.type === 'events-lost' ? event.count : 0), 0);
    const came = lines().filter((event) => event?.peer === padding && event.type === 'have').length;
    expect(lost).toBeGreaterThan(0);
    expect(came).toBeLessThan(2000);
    expect(came + lost).toBeGreaterThanOrEqual(2000);
  });

  it('goes on without a reader', async () => {
    const { events, readEnd } = pipe();
    closeSync(readEnd);
    for (let piece = 0; piece < 5000; piece++) events.emit(have(piece));
    await events.close();
  });
});
