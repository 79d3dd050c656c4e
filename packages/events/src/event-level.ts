import type { EventLevel, SwarmEventBody } from './swarm-event.ts';

/** What an event is called. */
export type EventType = SwarmEventBody['type'];

/** Of an event that is told at no level, only when it is asked for by this name (`--trace`). */
export type TraceName = 'decisions' | 'wire';

const LEVELS: Readonly<Record<EventType, EventLevel | TraceName>> = {
  'peer-started': 'peer',
  completed: 'peer',
  'peer-stopped': 'peer',
  announced: 'peer',
  'announce-failed': 'peer',
  'announce-served': 'peer',
  'announce-refused': 'peer',
  fault: 'peer',
  'events-lost': 'peer',
  'run-action': 'peer',
  'run-phase': 'peer',
  connected: 'piece',
  disconnected: 'piece',
  choke: 'piece',
  unchoke: 'piece',
  interested: 'piece',
  'not-interested': 'piece',
  piece: 'piece',
  'piece-corrupt': 'piece',
  have: 'piece',
  request: 'block',
  cancel: 'block',
  block: 'block',
  'choke-decisions': 'decisions',
  'piece-picked': 'decisions',
  wire: 'wire',
};

/** Every trace. */
export const TRACE_NAMES: readonly TraceName[] = ['decisions', 'wire'];

/** The levels; each includes the ones before it. */
export const EVENT_LEVELS: readonly EventLevel[] = ['peer', 'piece', 'block'];

/** The lowest level at which events of this type are told, or the trace that they belong to. */
export function levelOf(type: EventType): EventLevel | TraceName {
  return LEVELS[type];
}

/**
 * Whether a run at `level` tells events of this type: each level includes the ones before it. What is traced is told at
 * any level, because it is only made where somebody asked for it.
 */
export function isToldAt(level: EventLevel, type: EventType): boolean {
  const least = levelOf(type);
  return isTrace(least) || EVENT_LEVELS.indexOf(least) <= EVENT_LEVELS.indexOf(level);
}

const isTrace = (name: EventLevel | TraceName): name is TraceName => name === 'decisions' || name === 'wire';
