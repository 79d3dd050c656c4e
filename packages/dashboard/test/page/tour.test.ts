import { readFile } from 'node:fs/promises';
import { decodeEvent } from '@seedbed/events';
import { fromHex } from '@seedbed/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { Recording, type RunHeader } from '../../src/model/index.ts';
import { sequenceRows, type WireEvent } from '../../src/page/peer/sequence-rows.ts';
import { takeApart } from '../../src/page/peer/take-apart.ts';
import type { TourRecording } from '../../src/page/tour/tour-recording.ts';
import { type TourStep, tourSteps } from '../../src/page/tour/tour-steps.ts';

const folder = new URL('../../tour/recording/', import.meta.url);
const read = (name: string): Promise<Buffer> => readFile(new URL(name, folder));

let tour: TourRecording;
let steps: readonly TourStep[];

beforeAll(async () => {
  const recording = new Recording(JSON.parse(String(await read('run.json'))) as RunHeader);
  for (const line of String(await read('events.ndjson')).split('\n')) {
    const event = line === '' ? undefined : decodeEvent(line);
    if (event !== undefined) recording.append(event);
  }
  const announces = JSON.parse(String(await read('announces.json'))) as {
    t: number;
    request: string;
    answer: string;
  }[];
  const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
  tour = {
    recording,
    torrent: await read('tour.torrent'),
    announces: announces.map(({ t, request, answer }) => ({ t, request: bytes(request), answer: bytes(answer) })),
  };
  steps = tourSteps(tour);
});

describe('the tour', () => {
  test('has ten steps, each with real bytes, in the order of time', () => {
    expect(steps).toHaveLength(10);
    for (const { title, exhibits } of steps) {
      expect(exhibits.length, title).toBeGreaterThan(0);
      for (const { bytes, fields } of exhibits) {
        expect(bytes.length, title).toBeGreaterThan(4);
        expect(fields.length, title).toBeGreaterThan(0);
      }
    }
    const moments = steps.map(({ t }) => t);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });

  test('says what is of another BEP, and what is no message of a kind', () => {
    const text = (step: number): string => steps[step]?.paragraphs.join(' ') ?? '';
    expect(text(1)).toMatch(/BEP 23; BEP 3 itself has a list of dictionaries/);
    expect(text(3)).toMatch(/a length of 0/);
  });

  test('shows in each step the message that it tells of', () => {
    const titles = steps.map(({ exhibits }) => exhibits.map(({ title }) => title.split(':')[0]));
    expect(titles).toEqual([
      ['tour.torrent'],
      ['announce', 'answer'],
      ['handshake'],
      ['bitfield'],
      ['interested'],
      ['unchoke'],
      ['request', 'piece'],
      ['have'],
      ['request', 'cancel'],
      [expect.stringMatching(/^(piece|not interested)$/)],
    ]);
  });

  test('shows a request and an answer for the same block', () => {
    const [request, piece] = steps[6]?.exhibits ?? [];
    const place = (fields = request?.fields): (string | undefined)[] =>
      ['piece', 'begin'].map((name) => fields?.find((field) => field.name === name)?.value);
    expect(place(piece?.fields)).toEqual(place());
  });

  test('has fields that lie inside their bytes and do not overlap', () => {
    for (const { exhibits } of steps) {
      for (const { fields, length, title } of exhibits) {
        let end = 0;
        for (const field of fields) {
          expect(field.start, `${title}: ${field.name}`).toBeGreaterThanOrEqual(end);
          end = field.start + field.length;
        }
        expect(end, title).toBeLessThanOrEqual(length);
      }
    }
  });

  test('says what is in the recording', () => {
    const fields = (step: number, exhibit: number): Map<string, string> =>
      new Map(steps[step]?.exhibits[exhibit]?.fields.map(({ name, value }) => [name, value]));
    expect(fields(0, 0).get('info.pieces')).toMatch(/^16 hashes/);
    expect(fields(0, 0).get('info.piece length')).toBe('32768');
    expect(['left', 'event'].map((name) => fields(1, 0).get(name))).toEqual(['524288', 'started']);
    expect(fields(1, 1).get('peers')).toBe('127.77.0.2:6881');
    expect(fields(2, 0).get('name')).toBe('BitTorrent protocol');
    expect(fields(3, 0).get('bitfield')).toBe('16 of 16 pieces');
    expect(tour.recording.head.leeches).toBe(0);
  });
});

describe('the wire', () => {
  const messages = (): WireEvent[] =>
    tour.recording
      .lookBack({ types: ['wire'], limit: 10_000 })
      .filter((event): event is WireEvent => event.type === 'wire');

  test('takes every recorded message apart to its last byte', () => {
    for (const event of messages()) {
      const { described, length } = takeApart(event, 16);
      const end = described.fields.reduce((sum, field) => sum + field.length, 0);
      expect(end, `${event.message} ${event.hex}`).toBe(length);
      expect(described.purpose).not.toBe('nobody knows');
    }
  });

  test('shows what is no message as bytes', () => {
    const base = { type: 'wire', t: 0, peer: 'a', remote: 'b', direction: 'received' } as const;
    for (const message of ['broken', 'have', 'request', 'piece', 'handshake', 'bitfield'] as const) {
      const { described } = takeApart({ ...base, message, length: 3, hex: '0a0b0c' }, 16);
      expect(described.fields, message).toHaveLength(message === 'bitfield' ? described.fields.length : 1);
    }
  });

  test('puts messages alike into one arrow and loses none', () => {
    const wire = messages().reverse();
    const rows = sequenceRows(wire);
    expect(rows.length).toBeLessThan(wire.length);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(wire.length);
  });
});
