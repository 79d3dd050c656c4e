import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import type { PlannedPeer, RunPlan } from '../../src/scenario/run-plan.ts';

/** On the clock of the machine a run begins at any time. */
const START = 5_000;

export const PIECE = 16_384;

/** What a peer tells, `t` ms after the start of the run. */
export const told = (t: number, peer: string, body: SwarmEventBody): SwarmEvent => ({ ...body, t: START + t, peer });

/** The peer id of a peer of a test, as others name it. */
export const idOf = (name: string): string => `-SE0100-${name}`;

export const started = (t: number, peer: string, have = 0, pieces = 4): SwarmEvent =>
  told(t, peer, {
    type: 'peer-started',
    peerId: idOf(peer),
    address: '127.0.0.2:6881',
    infoHash: 'ab'.repeat(20),
    ...{ pieces, pieceLength: PIECE, length: pieces * PIECE, have },
  });

export const gotPiece = (t: number, peer: string, from: string, piece: number, have: number): SwarmEvent =>
  told(t, peer, { type: 'piece', piece, have, sources: [{ remote: idOf(from), bytes: PIECE }] });

export const completed = (t: number, peer: string): SwarmEvent =>
  told(t, peer, { type: 'completed', downloaded: 0, uploaded: 0, wasted: 0, sources: [] });

export const running = (t = 0): SwarmEvent => told(t, 'launcher', { type: 'run-phase', phase: 'running' });

export const stopping = (t: number): SwarmEvent => told(t, 'launcher', { type: 'run-phase', phase: 'stopping' });

/** A peer of a plan; its group is its name without the number. */
export function planned(name: string, more: Partial<PlannedPeer> = {}): PlannedPeer {
  const group = name.replace(/-\d+$/, '');
  return {
    ...{ name, group, role: group === 'seed' ? 'seed' : 'leech', client: 'seedbed', storage: 'file', arrival: 0 },
    link: { upload: 1_048_576, download: Number.POSITIVE_INFINITY, latency: 0, jitter: 0, loss: 0 },
    ...more,
  };
}

export const planOf = (...peers: readonly PlannedPeer[]): RunPlan => ({ peers, timeline: [] });

/** One seed and two leeches, four pieces, done after a second. */
export const SMALL_PLAN: RunPlan = planOf(planned('seed-1'), planned('leech-1'), planned('leech-2'));

export const SMALL_RUN: readonly SwarmEvent[] = [
  started(-300, 'seed-1', 4),
  running(),
  started(10, 'leech-1'),
  started(20, 'leech-2'),
  gotPiece(200, 'leech-1', 'seed-1', 0, 1),
  gotPiece(300, 'leech-2', 'seed-1', 1, 1),
  gotPiece(400, 'leech-1', 'seed-1', 2, 2),
  gotPiece(500, 'leech-2', 'leech-1', 0, 2),
  gotPiece(600, 'leech-1', 'leech-2', 1, 3),
  gotPiece(700, 'leech-1', 'seed-1', 3, 4),
  completed(701, 'leech-1'),
  gotPiece(800, 'leech-2', 'leech-1', 2, 3),
  gotPiece(900, 'leech-2', 'leech-1', 3, 4),
  completed(901, 'leech-2'),
  stopping(1_000),
];
