import type { ChokeCandidate, SwarmEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import { decisionLine } from '../src/decision-line.ts';

const told = { t: 1, peer: 'me' };
const candidate = (remote: string, facts: Partial<ChokeCandidate>): ChokeCandidate => ({
  remote,
  rate: 0,
  interested: true,
  snubbed: false,
  wasUnchoked: false,
  since: 0,
  unchoked: false,
  reason: 'slower',
  ...facts,
});
const pick: SwarmEvent = { ...told, type: 'piece-picked', remote: 'A', piece: 7, availability: 1, reason: 'join' };

describe('a decision in words', () => {
  it.each<[string, SwarmEvent]>([
    [
      'choker, round: serves A (rate, 2KiB/s), B (optimistic, 0B/s); chokes C (slower, 1KiB/s); 1 peer not interested',
      {
        ...told,
        type: 'choke-decisions',
        occasion: 'round',
        candidates: [
          candidate('A', { unchoked: true, reason: 'rate', rate: 2048 }),
          candidate('C', { rate: 1024 }),
          candidate('B', { unchoked: true, reason: 'optimistic' }),
          candidate('D', { interested: false, reason: 'not-interested' }),
        ],
      },
    ],
    [
      'choker, between rounds: serves nobody; chokes A (lost-interest, 0B/s)',
      {
        ...told,
        type: 'choke-decisions',
        occasion: 'between-rounds',
        candidates: [candidate('A', { reason: 'lost-interest' })],
      },
    ],
    ['picker: piece 7 from A (join, held by 1 peer)', pick],
  ])('%s', (line, event) => {
    expect(decisionLine(event)).toBe(line);
  });
});
