import type { SwarmEvent } from '@seedbed/events';
import { expect, test } from 'vitest';
import { ReportBuilder } from '../../src/report/model/report-builder.ts';
import type { ReportModel } from '../../src/report/model/report-model.ts';
import { RunSummariser } from '../../src/report/summarise-run.ts';
import type { RunPlan } from '../../src/scenario/run-plan.ts';
import {
  completed,
  gotPiece,
  idOf,
  PIECE,
  planned,
  planOf,
  running,
  SMALL_PLAN,
  SMALL_RUN,
  started,
  stopping,
  told,
} from './happenings.ts';

/** The model of a run of these events, which come in any order. */
function modelOf(plan: RunPlan, events: readonly SwarmEvent[], pieces = 4): ReportModel {
  const content = { length: pieces * PIECE, pieces, pieceLength: PIECE };
  const summariser = new RunSummariser(plan, content);
  const builder = new ReportBuilder(plan, content);
  for (const event of events.toSorted((a, b) => a.t - b.t)) {
    summariser.apply(event);
    builder.apply(event);
  }
  const summary = summariser.summary({
    ...{ outcome: 'verified', reason: null, folder: '/run', content: null, links: [] },
    scenario: { name: 'test', description: null, seedValue: 1, repetition: null },
    machine: { processors: 2, busiest: 0, lateness: 0, believed: true, doubts: [] },
    events: { written: events.length, late: 0, lost: 0 },
    ...{ expectations: [], checks: new Map(), orphans: 0 },
  });
  return builder.model('test', summariser.clock, summary);
}

/** The value of a curve at a time. */
const at = (times: readonly number[], values: readonly number[], t: number): number | undefined =>
  values[times.findLastIndex((time) => time <= t)];

test('times begin with the run and end where it stops', () => {
  const model = modelOf(SMALL_PLAN, SMALL_RUN);
  expect(model.end).toBe(1_000);
  expect(model.peers.map(({ name, completedAt }) => [name, completedAt])).toEqual([
    ['seed-1', null],
    ['leech-1', 701],
    ['leech-2', 901],
  ]);
  expect(model.groups).toEqual([
    { name: 'seed', role: 'seed', count: 1, upload: 1_048_576, isForeign: false },
    { name: 'leech', role: 'leech', count: 2, upload: 2_097_152, isForeign: false },
  ]);
});

test('the pieces of a peer grow with its events', () => {
  const { progress } = modelOf(SMALL_PLAN, SMALL_RUN);
  const [seed = [], first = []] = progress.have;
  expect(progress.times.at(0)).toBeGreaterThanOrEqual(0);
  expect(progress.times.at(-1)).toBe(1_000);
  expect([100, 250, 450, 650, 1_000].map((t) => at(progress.times, first, t))).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(seed)).toEqual(new Set([4]));
});

test('copies are those of peers that are there', () => {
  const plan = planOf(planned('seed-1'), planned('leech-1'));
  const { availability } = modelOf(
    plan,
    [
      started(-100, 'seed-1', 2, 2),
      running(),
      started(0, 'leech-1', 0, 2),
      gotPiece(200, 'leech-1', 'seed-1', 0, 1),
      told(400, 'launcher', { type: 'run-action', action: 'kill', peers: ['seed-1'], detail: '' }),
      started(600, 'seed-1', 2, 2),
      stopping(1_000),
    ],
    2,
  );
  const { times, least, mean } = availability;
  expect([100, 300, 500, 1_000].map((t) => [at(times, least, t), at(times, mean, t)])).toEqual([
    [1, 1],
    [1, 1.5],
    [0, 0.5],
    [1, 1.5],
  ]);
});

test('who sent to whom, by the names of the run', () => {
  const { exchange } = modelOf(SMALL_PLAN, SMALL_RUN);
  expect(exchange.labels).toEqual(['seed-1', 'leech-1', 'leech-2']);
  expect(exchange.bytes.map((row) => row.map((bytes) => bytes / PIECE))).toEqual([
    [0, 3, 1],
    [0, 0, 3],
    [0, 1, 0],
  ]);
});

test('rates are bytes of a group per second', () => {
  const { rates } = modelOf(SMALL_PLAN, SMALL_RUN);
  const sum = (values: readonly number[] = []): number => values.reduce((total, value) => total + value, 0);
  // Spans of half a second: twice the bytes.
  expect(sum(rates.sent[0]) / PIECE).toBeGreaterThan(0);
  expect(sum(rates.received[1])).toBe(sum(rates.sent[0]) + sum(rates.sent[1]));
  expect(sum(rates.received[0])).toBe(0);
});

test('an unchoke lasts until the choke, the end of the connection or of the run', () => {
  const unchoke = (t: number, remote: string, optimistic: boolean): SwarmEvent =>
    told(t, 'seed-1', { type: 'unchoke', remote: idOf(remote), direction: 'sent', optimistic });
  const { unchokes } = modelOf(SMALL_PLAN, [
    ...SMALL_RUN,
    unchoke(100, 'leech-1', true),
    unchoke(200, 'leech-1', false),
    told(300, 'seed-1', { type: 'choke', remote: idOf('leech-1'), direction: 'sent' }),
    unchoke(400, 'leech-2', false),
    told(500, 'seed-1', { type: 'disconnected', remote: idOf('leech-2'), reason: '', downloaded: 0, uploaded: 0 }),
    unchoke(600, 'leech-2', false),
    told(650, 'leech-1', { type: 'unchoke', remote: idOf('seed-1'), direction: 'received' }),
  ]);
  expect(unchokes.remotes.slice(0, 3)).toEqual(['seed-1', 'leech-1', 'leech-2']);
  expect(unchokes.peers).toEqual([
    {
      peer: 'seed-1',
      spans: [
        [1, 100, 200, 1],
        [1, 200, 300, 0],
        [2, 400, 500, 0],
        [2, 600, 1_000, 0],
      ],
    },
  ]);
});

test('who comes later, leaves and is hurt is told; who is there from the start is not', () => {
  const plan = planOf(planned('seed-1'), planned('leech-1'), planned('leech-2', { arrival: 300 }));
  const { moments } = modelOf(plan, [
    started(-100, 'seed-1', 4),
    running(),
    started(1, 'leech-1'),
    started(310, 'leech-2'),
    told(400, 'launcher', { type: 'run-action', action: 'pause', peers: ['leech-1'], detail: '' }),
    told(500, 'launcher', { type: 'run-action', action: 'resume', peers: ['leech-1'], detail: '' }),
    told(600, 'leech-1', { type: 'fault', reason: 'the disk is full' }),
    told(700, 'launcher', { type: 'run-action', action: 'stop', peers: ['seed-1'], detail: '' }),
    told(720, 'seed-1', { type: 'peer-stopped', downloaded: 0, uploaded: 0 }),
    stopping(1_000),
    told(1_050, 'leech-1', { type: 'peer-stopped', downloaded: 0, uploaded: 0 }),
  ]);
  expect(moments.map(({ t, kind, text }) => `${t} ${kind} ${text}`)).toEqual([
    '310 arrival leech-2: coming',
    '400 fault leech-1: paused',
    '500 relief leech-1: going on',
    '600 trouble leech-1: the disk is full',
    '700 departure seed-1: leaving',
  ]);
});

test('the tracker’s counts and answers, and what it leaves unanswered', () => {
  const served = (t: number, complete: number, incomplete: number): SwarmEvent =>
    told(t, 'tracker', {
      type: 'announce-served',
      remote: idOf('leech-1'),
      address: '127.0.0.2:6881',
      infoHash: 'ab'.repeat(20),
      event: 'periodic',
      ...{ uploaded: 0, downloaded: 0, left: 0, peers: 1, complete, incomplete },
    });
  const { tracker } = modelOf(SMALL_PLAN, [
    ...SMALL_RUN,
    served(10, 1, 1),
    served(20, 1, 2),
    served(710, 2, 1),
    told(720, 'leech-2', { type: 'announce-failed', tracker: 'x', event: 'periodic', reason: 'down' }),
  ]);
  expect([at(tracker.times, tracker.seeds, 300), at(tracker.times, tracker.leeches, 300)]).toEqual([1, 2]);
  expect([tracker.seeds.at(-1), tracker.leeches.at(-1)]).toEqual([2, 1]);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  expect([sum(tracker.answered), sum(tracker.failed)]).toEqual([3, 1]);
});

test('of a long run with many peers the curves stay short', () => {
  const names = Array.from({ length: 300 }, (_, index) => `leech-${index + 1}`);
  const plan = planOf(planned('seed-1'), ...names.map((name) => planned(name)));
  const pieces = 40;
  const HOUR = 3_600_000;
  const events = names.flatMap((name, index) => [
    started(index, name, 0, pieces),
    ...Array.from({ length: pieces }, (_, piece) =>
      gotPiece(1_000 + ((piece + index / 300) * HOUR) / pieces, name, 'seed-1', piece, piece + 1),
    ),
    completed(HOUR + 2_000 + index, name),
    told(5_000 + index * 7_000, name, { type: 'fault', reason: 'again' }),
  ]);
  const model = modelOf(
    plan,
    [started(-1, 'seed-1', pieces, pieces), running(), ...events, stopping(HOUR + 5_000)],
    pieces,
  );
  expect(model.progress.times.length).toBeLessThanOrEqual(401);
  expect(model.progress.times.length).toBeGreaterThan(150);
  expect(model.availability.times.length).toBeLessThanOrEqual(401);
  expect(model.rates.times.length).toBeLessThanOrEqual(302);
  expect(model.tracker.times.length).toBeLessThanOrEqual(402);
  expect(model.exchange.labels).toHaveLength(76);
  expect(model.exchange.labels.at(1)).toBe('leech-1 … leech-4');
  expect(model.moments.length).toBeLessThanOrEqual(80);
  expect(at(model.progress.times, model.progress.have[1] ?? [], HOUR / 2)).toBe(pieces / 2);
});

test('what a client of others got from ours is known, though it does not say so', () => {
  const plan = planOf(planned('seed-1'), planned('leech-1'), planned('aria2-1', { client: 'aria2' }));
  const begins = started(5, 'aria2-1');
  const address = '198.18.0.9:6881';
  const { exchange, groups } = modelOf(plan, [
    ...SMALL_RUN.filter(({ peer }) => peer !== 'leech-2'),
    { ...begins, ...(begins.type === 'peer-started' && { peerId: '', address }) },
    told(6, 'seed-1', { type: 'connected', remote: 'aria2-id', address, direction: 'incoming' }),
    told(950, 'seed-1', {
      ...{ type: 'disconnected', remote: 'aria2-id', reason: 'gone' },
      ...{ downloaded: 0, uploaded: 3 * PIECE },
    }),
  ]);
  expect(groups.map(({ name, isForeign }) => [name, isForeign])).toContainEqual(['aria2', true]);
  expect(exchange.bytes[exchange.labels.indexOf('seed-1')]?.[exchange.labels.indexOf('aria2-1')]).toBe(3 * PIECE);
});
