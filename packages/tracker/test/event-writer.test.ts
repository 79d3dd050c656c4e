import { Writable } from 'node:stream';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import { expect, test } from 'vitest';
import { EventStream } from '../src/events/event-stream.ts';
import { EventWriter } from '../src/events/event-writer.ts';

const event = (n: number): SwarmEvent => ({ type: 'fault', t: n, peer: 'tracker', reason: 'x'.repeat(1_000) });

/** Takes what is written only when it is told to. */
class SlowReader extends Writable {
  text = '';
  #taken: (() => void) | undefined;
  #isOpen = false;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    if (this.#isOpen) done();
    else this.#taken = done;
  }

  open(): void {
    this.#isOpen = true;
    this.#taken?.();
  }
}

test('a reader that does not keep up loses events, and both sides know how many', async () => {
  const reader = new SlowReader();
  const writer = new EventWriter(new EventStream(reader, () => {}));
  const emitted = 20_000;
  for (let n = 0; n < emitted; n += 1) writer.emit(event(n));
  expect(writer.lost).toBeGreaterThan(0);
  reader.open();
  await writer.close();
  const told = reader.text.trimEnd().split('\n').map(decodeEvent);
  const lost = told.reduce((sum, each) => sum + (each?.type === 'events-lost' ? each.count : 0), 0);
  expect(lost).toBe(writer.lost);
  expect(told.filter((each) => each?.type === 'fault')).toHaveLength(emitted - lost);
});

test('a reader that is gone is told once, and nothing waits for it', async () => {
  const failures: Error[] = [];
  const reader = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no room')) });
  const writer = new EventWriter(new EventStream(reader, (error) => failures.push(error)));
  for (let n = 0; n < 200; n += 1) writer.emit(event(n));
  await new Promise((resolve) => reader.once('close', resolve));
  writer.emit(event(0));
  await writer.close();
  expect(failures.map(({ message }) => message)).toEqual(['no room']);
  expect(writer.lost).toBe(201);
});
