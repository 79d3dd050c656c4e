import { decodeEvent, type EventType, encodeEvent, isToldAt, levelOf, type SwarmEvent } from '@seedbed/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const told = { t: 12.5, peer: 'leech-1' };
const remote = '-SE0100-abcdefghijkl';
const block = { remote, piece: 1, begin: 16384, length: 16384 };
const heard = {
  remote,
  address: '127.0.0.2:6881',
  infoHash: 'ab'.repeat(20),
  event: 'started',
  uploaded: 0,
  downloaded: 1,
  left: 2,
} as const;
const candidate = {
  remote,
  rate: 1024,
  interested: true,
  snubbed: false,
  wasUnchoked: true,
  since: 10.5,
  unchoked: false,
  reason: 'slower',
} as const;

/** One of each: the compiler asks for a new type here too. */
const EVENTS: { readonly [T in EventType]: SwarmEvent } = {
  'peer-started': {
    ...told,
    type: 'peer-started',
    peerId: remote,
    address: '127.0.0.2:6881',
    infoHash: 'ab'.repeat(20),
    pieces: 4,
    pieceLength: 16384,
    length: 65536,
    have: 0,
  },
  completed: { ...told, type: 'completed', downloaded: 5, uploaded: 6, wasted: 0, sources: [{ remote, bytes: 5 }] },
  'peer-stopped': { ...told, type: 'peer-stopped', downloaded: 1, uploaded: 2 },
  announced: { ...told, type: 'announced', tracker: 'http://127.0.0.1:1/announce', event: 'started', peers: 3 },
  'announce-failed': { ...told, type: 'announce-failed', tracker: 'x', event: 'periodic', reason: 'down' },
  'announce-served': { ...told, type: 'announce-served', ...heard, peers: 1, complete: 1, incomplete: 2 },
  'announce-refused': { ...told, type: 'announce-refused', ...heard, reason: 'not here' },
  fault: { ...told, type: 'fault', reason: 'disk full' },
  'events-lost': { ...told, type: 'events-lost', count: 3 },
  'run-action': { ...told, type: 'run-action', action: 'kill', peers: ['leech-1', 'leech-2'], detail: '' },
  'run-phase': { ...told, type: 'run-phase', phase: 'running' },
  connected: { ...told, type: 'connected', remote, address: '[::1]:1', direction: 'outgoing' },
  disconnected: { ...told, type: 'disconnected', remote, reason: 'idle', downloaded: 0, uploaded: 0 },
  choke: { ...told, type: 'choke', remote, direction: 'sent' },
  unchoke: { ...told, type: 'unchoke', remote, direction: 'sent', optimistic: true },
  interested: { ...told, type: 'interested', remote, direction: 'received' },
  'not-interested': { ...told, type: 'not-interested', remote, direction: 'received' },
  piece: { ...told, type: 'piece', piece: 3, have: 4, sources: [] },
  'piece-corrupt': { ...told, type: 'piece-corrupt', piece: 3, sources: [{ remote, bytes: 1 }] },
  have: { ...told, type: 'have', piece: 0, peers: 7 },
  request: { ...told, type: 'request', ...block },
  cancel: { ...told, type: 'cancel', ...block },
  block: { ...told, type: 'block', ...block },
  'choke-decisions': { ...told, type: 'choke-decisions', occasion: 'round', candidates: [candidate] },
  'piece-picked': { ...told, type: 'piece-picked', remote, piece: 3, availability: 2, reason: 'rarest-first' },
  wire: { ...told, type: 'wire', remote, direction: 'sent', message: 'choke', length: 5, hex: '0000000100' },
};
const ALL = Object.values(EVENTS);

/** Fields that an event may be without. */
const OPTIONAL = [
  'unchoke optimistic',
  ...['remote', 'infoHash', 'event', 'uploaded', 'downloaded', 'left'].map((field) => `announce-refused ${field}`),
];

describe('a line of NDJSON', () => {
  test.each(ALL)('$type there and back', (event) => {
    const line = encodeEvent(event);
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(decodeEvent(line)).toEqual(event);
    expect(decodeEvent(line.trimEnd())).toEqual(event);
  });

  test.each(ALL)('$type without any one of its fields, or with a wrong one, is no event', (event) => {
    const fields = event as unknown as Readonly<Record<string, unknown>>;
    for (const [field, value] of Object.entries(fields)) {
      const { [field]: _, ...rest } = fields;
      if (!OPTIONAL.includes(`${event.type} ${field}`)) expect(decodeEvent(JSON.stringify(rest))).toBeUndefined();
      for (const wrong of wrongFor(field, value)) {
        expect(decodeEvent(JSON.stringify({ ...event, [field]: wrong }))).toBeUndefined();
      }
    }
  });

  test.each(Object.keys(candidate))('a decision on a candidate without a right %s is no event', (field) => {
    const decide = (facts: object): string =>
      JSON.stringify({ ...EVENTS['choke-decisions'], candidates: [candidate, facts] });
    const { [field as 'rate']: _, ...rest } = candidate;
    expect(decodeEvent(decide(candidate))).toBeDefined();
    expect(decodeEvent(decide(rest))).toBeUndefined();
    expect(decodeEvent(decide({ ...candidate, [field]: null }))).toBeUndefined();
    if (field === 'reason') expect(decodeEvent(decide({ ...candidate, reason: 'because' }))).toBeUndefined();
  });

  test('an unchoke that tells nothing of optimism is one', () => {
    expect(decodeEvent(JSON.stringify({ ...told, type: 'unchoke', remote, direction: 'received' }))).toBeDefined();
  });

  test('an announce may have come with a warning', () => {
    expect(decodeEvent(JSON.stringify({ ...EVENTS.announced, warning: 'busy' }))).toMatchObject({ warning: 'busy' });
    expect(decodeEvent(JSON.stringify({ ...EVENTS.announced, warning: 1 }))).toBeUndefined();
  });

  test('fields of later versions are kept', () => {
    expect(decodeEvent(JSON.stringify({ ...EVENTS.fault, more: 1 }))).toMatchObject({ more: 1 });
  });

  test.each([
    '',
    'x',
    '[]',
    'null',
    '1',
    '"fault"',
    '{}',
    '{"type":"fault"}',
    '{"t":1,"peer":"a","type":"toString"}',
    '{"t":1,"peer":"a","type":"__proto__"}',
    '{"t":1,"peer":"a","type":["fault"],"reason":""}',
  ])('%j is no event', (line) => {
    expect(decodeEvent(line)).toBeUndefined();
  });

  test('any text is an event or none', () => {
    const lines = ALL.map((event) => JSON.stringify(event));
    const cut = fc
      .tuple(fc.constantFrom(...lines), fc.nat(200), fc.string())
      .map(([line, at, text]) => line.slice(0, at) + text + line.slice(at + text.length));
    fc.assert(
      fc.property(fc.oneof(cut, fc.string(), fc.json()), (line) => {
        const event = decodeEvent(line);
        if (event) expect(EVENTS).toHaveProperty(event.type);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Values that a field must not have: those of other types, and of its own those that are out of range. */
function wrongFor(field: string, value: unknown): unknown[] {
  const others = [null, {}, [1], [null], [{ remote }], [{ remote, bytes: -1 }], 1, 'x', true];
  const wrong = others.filter((other) => typeof other !== typeof value || typeof value === 'object');
  if (typeof value === 'number' && field !== 't') wrong.push(-1, 1.5, 2 ** 53);
  if (field === 'infoHash') wrong.push('', 'ab', 'x'.repeat(40));
  if (field === 'hex') wrong.push('x', '0', '0g');
  if (['type', 'event', 'direction', 'occasion', 'message'].includes(field)) wrong.push('x', '', 'toString');
  return wrong;
}

describe('levels', () => {
  test('each includes the ones before it, and all include those that are traced', () => {
    const toldAt = (level: 'peer' | 'piece' | 'block') => ALL.filter(({ type }) => isToldAt(level, type)).length;
    expect([toldAt('peer'), toldAt('piece'), toldAt('block')]).toEqual([14, 23, 26]);
  });

  test.each<[EventType, string]>([
    ['completed', 'peer'],
    ['fault', 'peer'],
    ['choke', 'piece'],
    ['have', 'piece'],
    ['block', 'block'],
    ['choke-decisions', 'decisions'],
    ['wire', 'wire'],
  ])('%s belongs to %s', (type, level) => {
    expect(levelOf(type)).toBe(level);
  });
});
