import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Recording } from '../../src/model/index.ts';
import { flightText } from '../../src/page/peer/flight-text.ts';
import { piecesHint, rarestFirst } from '../../src/page/pieces/rarest-first.ts';
import { rarestPieces, rarestText } from '../../src/page/pieces/rarest-pieces.ts';
import { rarityOrder } from '../../src/page/pieces/rarity-order.ts';
import { eventText } from '../../src/page/text/event-text.ts';
import { isolated, shortName } from '../../src/page/text/short-name.ts';
import { header, recordedSwarm } from '../support/recorded-swarm.ts';

const events = recordedSwarm();
const recording = new Recording(header);
for (const event of events) recording.append(event);
const middle = recording.seek(events.length >> 1);

describe('the rarest pieces', () => {
  const many = (copies: number, count: number): number[] => new Array<number>(count).fill(copies);

  test('are those with the fewest copies, where they are few', () => {
    expect(rarestPieces([3, 1, ...many(2, 8)])).toEqual({ copies: 1, count: 1, pieces: [1] });
    expect(rarestText(rarestPieces([3, 1, ...many(2, 8)]), 10)).toBe('rarest: 1 with one copy');
  });

  test('are not marked where hundreds are as rare', () => {
    const availability = [...many(1, 300), ...many(4, 200)];
    expect(rarestPieces(availability)).toEqual({ copies: 1, count: 300, pieces: [] });
    expect(rarestText(rarestPieces(availability), 500)).toBe('none is rare: 300 of 500 have one copy');
  });

  test('are marked however many they are when nobody holds them', () => {
    expect(rarestPieces([0, 0, 0, 5])).toEqual({ copies: 0, count: 3, pieces: [0, 1, 2] });
    expect(rarestText(rarestPieces([0, 0, 0, 5]), 4)).toBe('nobody holds 3 of 4');
  });

  test('are none when all are alike', () => {
    expect(rarestPieces([2, 2, 2])).toEqual({ copies: 2, count: 3, pieces: [] });
    expect(rarestPieces([])).toEqual({ copies: 0, count: 0, pieces: [] });
    expect([[2, 2], [0, 0], []].map((all) => rarestText(rarestPieces(all), all.length))).toEqual([
      'all pieces alike: 2 copies',
      'all pieces alike: nobody holds one',
      'no pieces',
    ]);
  });

  test('stand on the left where that is asked for, each piece once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 })), (availability) => {
        const wanted = availability.map((_, piece) => piece).sort((a, b) => rank(a) - rank(b) || a - b);
        function rank(piece: number): number {
          return availability[piece] ?? 0;
        }
        expect([...rarityOrder(availability)]).toEqual(wanted);
      }),
    );
  });
});

test('what leeches ask for is rarer than what they could ask for', () => {
  let [asked, offered] = [0, 0];
  for (let count = 0; count < events.length; count += 100) {
    const rarest = rarestFirst(recording.seek(count));
    asked += rarest?.asked ?? 0;
    offered += rarest?.offered ?? 0;
  }
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(offered);
  expect(piecesHint(middle)).toMatch(/what leeches ask for now has \d\.\d copies on average/);
  expect(piecesHint(recording.seek(0))).toContain('by chance');
});

test('what is in flight to a peer is what stands in its queues, in words', () => {
  const leech = middle.peers.find(({ inFlight }) => inFlight.asked > 1);
  if (leech === undefined) throw new Error('nothing is in flight');
  const queued = [...leech.connections.values()].reduce((sum, { requests }) => sum + requests.size, 0);
  expect(flightText(leech, 'block')).toContain(`${queued} blocks asked for, not here yet`);
  expect(flightText(leech, 'piece')).toBe('this run does not tell blocks');
  const done = recording.head.peer('seed-1');
  expect(done && flightText(done, 'block')).toBe('nothing');
});

test('every event of a run has its words, and names are kept apart from them', () => {
  const texts = new Map(events.map((event) => [event.type, eventText(event, () => 'somebody')]));
  for (const [type, text] of texts) {
    expect(text).not.toContain('undefined');
    expect(text, type).not.toBe(`${isolated('leech-1')} ${type}`);
  }
  expect(texts.get('request')).toMatch(/^\u2068leech-\d\u2069 asks \u2068somebody\u2069 for piece \d+ from byte \d+$/);
});

test('a long name is cut, and no character with it', () => {
  expect(shortName('leech-12', 10)).toBe('leech-12');
  expect(shortName('x'.repeat(300), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(shortName('🌱'.repeat(300), 4)).toBe('🌱🌱🌱…');
});
