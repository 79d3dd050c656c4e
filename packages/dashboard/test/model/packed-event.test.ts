import { CHOKE_REASONS, PICK_REASONS, type SwarmEvent, UNCHOKE_REASONS } from '@seedbed/events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventChunk } from '../../src/model/event-chunk.ts';
import { TextTable } from '../../src/model/text-table.ts';

const count = fc.oneof(fc.nat(), fc.maxSafeNat());
const text = fc.string();
const direction = fc.constantFrom('sent' as const, 'received' as const);
const sources = fc.array(fc.record({ remote: text, bytes: count }), { maxLength: 3 });

const body = fc.oneof(
  fc.record({
    type: fc.constantFrom('request' as const, 'cancel' as const, 'block' as const),
    remote: text,
    piece: count,
    begin: count,
    length: count,
  }),
  fc.record({ type: fc.constant('unchoke' as const), remote: text, direction, optimistic: fc.boolean() }),
  fc.record({
    type: fc.constantFrom('choke' as const, 'unchoke' as const, 'interested' as const, 'not-interested' as const),
    remote: text,
    direction,
  }),
  fc.record({ type: fc.constant('piece' as const), piece: count, have: count, sources }),
  fc.record({ type: fc.constant('have' as const), piece: count, peers: count }),
  fc.record({
    type: fc.constant('piece-picked' as const),
    ...{ remote: text, piece: count, availability: count, reason: fc.constantFrom(...PICK_REASONS) },
  }),
  fc.record({
    type: fc.constant('choke-decisions' as const),
    occasion: fc.constantFrom('round' as const, 'between-rounds' as const),
    candidates: fc.array(
      fc.record({
        ...{ remote: text, rate: count, since: fc.double({ noNaN: true }) },
        ...{ interested: fc.boolean(), snubbed: fc.boolean(), wasUnchoked: fc.boolean(), unchoked: fc.boolean() },
        reason: fc.constantFrom(...UNCHOKE_REASONS, ...CHOKE_REASONS),
      }),
      { maxLength: 5 },
    ),
  }),
  fc.record({ type: fc.constant('fault' as const), reason: text }),
);

it('keeps every event as it is, whatever its numbers and texts are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double({ noNaN: true }), text, body), { maxLength: 40 }), (all) => {
      const events: SwarmEvent[] = all.map(([t, peer, what]) => ({ t, peer, ...what }));
      const chunk = new EventChunk(40, new TextTable());
      for (const event of events) chunk.append(event);
      expect(events.map((_, index) => chunk.event(index))).toEqual(events);
    }),
  );
});
